/** The newest alerts, and a voice for those who do not see them. */
const MOST_SHOWN = 40;
/** More than one alert comes each second; read aloud, that would be noise. */
const SAID_AT_MOST_EVERY = 15000;

export class AlertList {
  #list = document.getElementById('alert-list');
  #none = document.getElementById('no-alerts');
  #template = document.getElementById('alert-template');
  #announcer = document.getElementById('announcer');
  #silence = null;

  add(event) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    item.dataset.id = event.id;
    item.dataset.subject = event.subject ?? '';
    fill(item, event);
    this.#list.prepend(item);
    while (this.#list.childElementCount > MOST_SHOWN) {
      this.#list.lastElementChild.remove();
    }
    this.#none.hidden = true;
    this.#announce();
  }

  clear() {
    this.#list.replaceChildren();
    this.#none.hidden = false;
  }

  #announce() {
    this.#silence ??= setTimeout(() => {
      this.#silence = null;
      const newest = this.#list.firstElementChild;
      if (newest) {
        this.#announcer.textContent = `Newest alert: ${magnitudeOf(newest)}, ${placeOf(newest)}`;
      }
    }, SAID_AT_MOST_EVERY);
  }
}

function fill(item, event) {
  const {magnitude, place, depthKm} = event.data ?? {};
  item.querySelector('.magnitude').textContent = magnitude?.toFixed(1) ?? '?';
  item.querySelector('.place').textContent = place ?? 'somewhere';
  item.querySelector('.depth').textContent = Number.isFinite(depthKm) ? `${Math.round(depthKm)} km deep` : '';
  const time = item.querySelector('time');
  time.dateTime = event.time;
  time.textContent = shownTime(event.time);
}

function magnitudeOf(item) {
  return `magnitude ${item.querySelector('.magnitude').textContent}`;
}

function placeOf(item) {
  return item.querySelector('.place').textContent;
}

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC',
});

/** A quake's time as all places of the page show it, in UTC. */
export function shownTime(time) {
  return `${FORMAT.format(new Date(time))} UTC`;
}
