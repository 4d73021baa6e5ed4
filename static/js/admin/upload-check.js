// The step after an upload in the image chooser: a click on a tall picture moves its focal point.
document.addEventListener("DOMContentLoaded", () => {
  const handlers = window.IMAGE_CHOOSER_MODAL_ONLOAD_HANDLERS;
  if (handlers) handlers.check_upload = (modal) => start(modal, modal.body[0].querySelector("form.upload-check"));
});

function start(modal, form) {
  form.closest("[role=dialog]").setAttribute("aria-label", form.dataset.name);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    modal.postForm(form.action, new URLSearchParams(new FormData(form)).toString());
  });
  const picture = form.querySelector(".upload-check__picture");
  if (picture) choosePoint(form, picture);
  form.querySelector("input:not([type=hidden]), button").focus({ preventScroll: true });
}

function choosePoint(form, picture) {
  const [across, down] = ["across", "down"].map((name) => form.querySelector(`[data-focal=${name}]`));
  const point = picture.querySelector(".upload-check__point");
  const place = () => {
    point.style.insetInlineStart = `${across.value}%`;
    point.style.insetBlockStart = `${down.value}%`;
  };
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    across.value = Math.round((100 * (event.clientX - box.left)) / box.width);
    down.value = Math.round((100 * (event.clientY - box.top)) / box.height);
    place();
  });
  form.addEventListener("input", place);
  place();
}
