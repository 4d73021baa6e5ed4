// Says beside the hour of an online event what time that is where its reader is.
for (const time of document.querySelectorAll("time[data-local]")) {
  const moment = new Date(time.dateTime);
  const own = { weekday: "short", hour: "numeric", minute: "2-digit" };
  const words = new Intl.DateTimeFormat(document.documentElement.lang, own).format(moment);
  const offset = /([+-])(\d\d):(\d\d)$/.exec(time.dateTime);
  const minutes = offset ? Number(`${offset[1]}1`) * (offset[2] * 60 + Number(offset[3])) : 0;
  if (-moment.getTimezoneOffset() === minutes) continue;
  const note = document.createElement("span");
  note.textContent = ` – ${time.dataset.local.replace("{time}", words)}`;
  time.after(note);
}
