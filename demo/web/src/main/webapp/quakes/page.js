import {AlertList, shownTime} from './alert-list.js';
import {openFeed} from './feed.js';
import {ReplayTime, lapOf} from './replay-time.js';
import {World} from './world.js';

const TEXTS = {connecting: 'Connecting', live: 'Live', reconnecting: 'Connection lost, trying again'};
/** Of the two streams' states the worse one is the page's. */
const WORST_FIRST = ['reconnecting', 'connecting', 'live'];

const body = document.body;
const shown = id => document.getElementById(id);
const number = new Intl.NumberFormat('en-GB');
const states = {};

function setState(feed, state) {
  states[feed] = state;
  const worst = WORST_FIRST.find(one => Object.values(states).includes(one));
  if (body.dataset.state !== worst || shown('connection-text').textContent !== TEXTS[worst]) {
    body.dataset.state = worst;
    shown('connection-text').textContent = TEXTS[worst];
  }
}

/** Counts in an attribute of the body, for tests and for style, and where readers see it. */
function count(what) {
  const value = Number(body.dataset[what]) + 1;
  body.dataset[what] = value;
  if (shown(what)) {
    shown(what).textContent = number.format(value);
  }
}

const time = new ReplayTime();
const world = new World(shown('world'), time);
const alerts = new AlertList();

// Both from the oldest that the log keeps: whoever comes late sees what all see.
openFeed('api/domains/quakes/events?type=quake.**&after=0', {
  state: state => setState('quakes', state),
  event(quake) {
    count('quakes');
    world.add(quake, time.of(quake));
    shown('lap').textContent = lapOf(quake) ?? shown('lap').textContent;
    shown('clock').dateTime = quake.time;
    shown('clock').textContent = shownTime(quake.time);
  },
  gap() {
    count('gaps');
    time.reset();
    world.clear();
  },
});

openFeed('api/domains/alerts/events?type=alert.*&after=0', {
  state: state => setState('alerts', state),
  event(alert) {
    count('alerts');
    alerts.add(alert);
  },
  gap() {
    count('gaps');
    alerts.clear();
  },
});

shown('curl').textContent =
  `curl -N '${new URL('api/domains/quakes/events?type=quake.**', document.baseURI)}' -H 'Accept: text/event-stream'`;
