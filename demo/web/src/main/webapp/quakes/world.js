/** The map: a background of dots where land is, and a dot for each quake of the past week, on a canvas. */
import {isLand} from './land.js';

const WEST = -180, EAST = 180, NORTH = 88, SOUTH = -70;
const LAND_STEP = 2.25;
const GRATICULE_STEP = 30;
const FRAME = 1000 / 30;
const PULSE = 1600;
/** Where a whole log is replayed at once, only the newest few pulse. */
const MOST_PULSES = 24;
const STRONG = 4.5;
/** Of those that share a place, older ones shine through. */
const FAINTEST = 0.12, BRIGHTEST = 0.9;

export class World {
  #canvas;
  #background = document.createElement('canvas');
  #time;
  #colors;
  #still = matchMedia('(prefers-reduced-motion: reduce)');
  #dots = new Map();
  #pulses = [];
  #frame = null;
  #drawn = 0;

  constructor(canvas, time) {
    this.#canvas = canvas;
    this.#time = time;
    new ResizeObserver(() => this.#repaint()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#repaint());
  }

  /** Shows a quake; the same one in a later lap takes the place of its former self, so that there is one dot for each. */
  add(event, at) {
    const {longitude, latitude, magnitude} = event.data ?? {};
    if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) {
      return;
    }
    const dot = {longitude, latitude, magnitude: magnitude ?? 0, blast: event.type !== 'quake.earthquake', at};
    const key = event.subject ?? event.id;
    this.#dots.delete(key);
    this.#dots.set(key, dot);
    if (!this.#still.matches) {
      this.#pulses.push({dot, since: performance.now()});
      this.#pulses.splice(0, this.#pulses.length - MOST_PULSES);
    }
    this.#draw();
  }

  clear() {
    this.#dots.clear();
    this.#pulses = [];
    this.#draw();
  }

  #repaint() {
    const ratio = Math.min(devicePixelRatio, 2);
    const {clientWidth, clientHeight} = this.#canvas;
    for (const canvas of [this.#canvas, this.#background]) {
      canvas.width = Math.round(clientWidth * ratio);
      canvas.height = Math.round(clientHeight * ratio);
    }
    const style = getComputedStyle(this.#canvas);
    this.#colors = Object.fromEntries(
      ['sea', 'land', 'graticule', 'quake', 'strong', 'blast'].map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.#paintBackground();
    this.#drawn = 0;
    this.#draw();
  }

  #paintBackground() {
    const paper = this.#background.getContext('2d');
    paper.fillStyle = this.#colors.sea;
    paper.fillRect(0, 0, this.#background.width, this.#background.height);
    paper.strokeStyle = this.#colors.graticule;
    for (let longitude = WEST + GRATICULE_STEP; longitude < EAST; longitude += GRATICULE_STEP) {
      line(paper, this.#x(longitude), 0, this.#x(longitude), this.#background.height);
    }
    for (let latitude = -60; latitude < NORTH; latitude += GRATICULE_STEP) {
      line(paper, 0, this.#y(latitude), this.#background.width, this.#y(latitude));
    }
    paper.fillStyle = this.#colors.land;
    const radius = this.#width(LAND_STEP) * 0.31;
    for (let row = 0, latitude = SOUTH; latitude < NORTH; row++, latitude += LAND_STEP) {
      for (let longitude = WEST + (row % 2) * LAND_STEP / 2; longitude < EAST; longitude += LAND_STEP) {
        if (isLand(longitude, latitude)) {
          disc(paper, this.#x(longitude), this.#y(latitude), radius);
        }
      }
    }
  }

  #draw() {
    this.#frame ??= requestAnimationFrame(now => {
      this.#frame = null;
      if (now - this.#drawn >= FRAME) {
        this.#drawn = now;
        this.#drawAll(now);
      } else {
        this.#draw();
      }
    });
  }

  #drawAll(now) {
    const paper = this.#canvas.getContext('2d');
    paper.globalAlpha = 1;
    paper.drawImage(this.#background, 0, 0);
    for (const [key, dot] of this.#dots) {
      const age = this.#time.age(dot.at);
      if (age >= 1) {
        this.#dots.delete(key);
      } else {
        this.#drawDot(paper, dot, BRIGHTEST - (BRIGHTEST - FAINTEST) * Math.sqrt(age));
      }
    }
    this.#pulses = this.#pulses.filter(pulse => now - pulse.since < PULSE);
    for (const pulse of this.#pulses) {
      this.#drawPulse(paper, pulse.dot, Math.max(0, now - pulse.since) / PULSE);
    }
    if (this.#pulses.length > 0) {
      this.#draw();
    }
  }

  #drawDot(paper, dot, alpha) {
    const x = this.#x(dot.longitude), y = this.#y(dot.latitude), radius = this.#radius(dot.magnitude);
    paper.globalAlpha = alpha;
    if (dot.blast) {
      paper.strokeStyle = this.#colors.blast;
      paper.lineWidth = 1.4 * this.#scale();
      ring(paper, x, y, Math.max(radius, 2.4 * this.#scale()));
      return;
    }
    paper.fillStyle = dot.magnitude >= STRONG ? this.#colors.strong : this.#colors.quake;
    disc(paper, x, y, radius);
  }

  #drawPulse(paper, dot, part) {
    paper.globalAlpha = 0.8 * (1 - part) ** 2;
    paper.strokeStyle = dot.blast ? this.#colors.blast : dot.magnitude >= STRONG ? this.#colors.strong : this.#colors.quake;
    paper.lineWidth = 1.5 * this.#scale();
    ring(paper, this.#x(dot.longitude), this.#y(dot.latitude), this.#radius(dot.magnitude) * (1 + 5 * part) + 4 * part);
  }

  #radius(magnitude) {
    return (1.3 + 0.34 * Math.max(0, magnitude) ** 1.75) * this.#scale();
  }

  /** Device pixels for one unit of size: on a phone all is smaller, but not in proportion. */
  #scale() {
    const {width, clientWidth} = this.#canvas;
    return width / clientWidth * Math.min(1.25, Math.max(0.6, clientWidth / 900));
  }

  #width(degrees) {
    return degrees / (EAST - WEST) * this.#canvas.width;
  }

  #x(longitude) {
    return this.#width(longitude - WEST);
  }

  #y(latitude) {
    return (NORTH - latitude) / (NORTH - SOUTH) * this.#canvas.height;
  }
}

function disc(paper, x, y, radius) {
  paper.beginPath();
  paper.arc(x, y, radius, 0, 2 * Math.PI);
  paper.fill();
}

function ring(paper, x, y, radius) {
  paper.beginPath();
  paper.arc(x, y, radius, 0, 2 * Math.PI);
  paper.stroke();
}

function line(paper, x1, y1, x2, y2) {
  paper.beginPath();
  paper.moveTo(x1, y1);
  paper.lineTo(x2, y2);
  paper.stroke();
}
