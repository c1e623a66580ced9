/**
 * The week comes again and again: what orders quakes for the eye is their lap and then their own time. Events of another
 * origin than the replay carry no lap; they count as happening now.
 */
const WEEK = 7 * 24 * 3600 * 1000;

export class ReplayTime {
  now = 0;

  /** Milliseconds on the replay's own time line. */
  of(event) {
    const lap = lapOf(event);
    const at = lap === null ? this.now : lap * WEEK + Date.parse(event.time);
    this.now = Math.max(this.now, at);
    return at;
  }

  /** How old what happened then is: 0 now, 1 a week ago. */
  age(at) {
    return (this.now - at) / WEEK;
  }

  /** After a restart the laps count from 1 again. */
  reset() {
    this.now = 0;
  }
}

/** The lap, which the replay's ids begin with; null if this is not one of them. */
export function lapOf(event) {
  const [lap, ...id] = event.id.split('-');
  return id.join('-') === event.subject && /^\d{1,9}$/.test(lap) ? Number(lap) : null;
}
