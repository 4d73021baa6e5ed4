// Prints the dates of calendar files as ical.js has them: start, end, title and status of each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]));
const { files, until } = JSON.parse(readFileSync(0, "utf8"));
const last = `${until}T23:59:59`;

function told(time) {
  if (time.isDate) return time.toString();
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function entry({ startDate, endDate, item }) {
  return [told(startDate), told(endDate), item.summary, item.component.getFirstPropertyValue("status")];
}

function dates(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
  const found = [];
  for (const event of events.filter((each) => !each.isRecurrenceException())) {
    for (const other of events) {
      if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
    }
    if (!event.isRecurring()) {
      found.push(entry({ startDate: event.startDate, endDate: event.endDate, item: event }));
      continue;
    }
    const steps = event.iterator();
    for (let time = steps.next(); time && time.toString() <= last; time = steps.next()) {
      found.push(entry(event.getOccurrenceDetails(time)));
    }
  }
  return found.filter(([start]) => start.slice(0, 10) <= until);
}

console.log(JSON.stringify(files.map(dates)));
