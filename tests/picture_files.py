"""Image files as cameras, programs and attackers make them."""

import struct
import zlib
from io import BytesIO

from PIL import ExifTags, Image, ImageCms, ImageDraw

SECRETS = [b"SN-4711-SECRET", b"Ropewalk", b"Secret Phone", b"comment-of-the-camera"]
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
  aux:SerialNumber="SN-4711-SECRET" photoshop:Source="https://pictures.example/quay"
  xmpRights:WebStatement="https://creativecommons.org/licenses/by-sa/4.0/">
  <dc:creator><rdf:Seq><rdf:li>Wren Tidewater</rdf:li></rdf:Seq></dc:creator>
  <dc:description><rdf:Alt><rdf:li>Boats at low water</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def drawing(size=(80, 60), mode="RGB"):
    """Return an image whose upper left corner is red, to tell its orientation."""
    image = Image.new("RGB", size, "teal")
    ImageDraw.Draw(image).rectangle([0, 0, size[0] // 3, size[1] // 3], fill="red")
    return image.convert(mode)


def exif(**fields):
    """Return EXIF data as a phone writes it: camera, serial number, GPS."""
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "Secret Phone"
    tags[ExifTags.Base.BodySerialNumber] = "SN-4711-SECRET"
    for name, value in fields.items():
        tags[getattr(ExifTags.Base, name)] = value
    gps = tags.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (52.0, 24.0, 36.0)
    gps[ExifTags.GPS.GPSAreaInformation] = b"ASCII\0\0\0Ropewalk"
    return tags


def iptc(**fields):
    """Return an APP13 segment of JPEG with IPTC-IIM data sets: byline, credit, caption."""
    numbers = {"byline": 80, "credit": 110, "caption": 120}
    records = b"".join(
        struct.pack(">BBBH", 0x1C, 2, numbers[name], len(text.encode())) + text.encode()
        for name, text in fields.items()
    )
    padded = records + b"\0" * (len(records) % 2)
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(records)) + padded
    content = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def saved(image, kind="JPEG", **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photograph(size=(80, 60), **fields):
    """Return a JPEG with EXIF (including GPS), XMP, IPTC, a colour profile and a comment."""
    content = saved(
        drawing(size),
        exif=exif(**fields),
        xmp=XMP.encode(),
        comment=b"comment-of-the-camera",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    return content[:2] + iptc(byline="Wren T.", caption="Boats") + content[2:]


def moving(kind="GIF"):
    frames = [drawing().rotate(angle) for angle in (0, 90, 180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=120, loop=0)


def bomb(width=60_000, height=60_000):
    """Return a PNG of a few bytes that claims to be very large."""

    def chunk(name, content):
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
