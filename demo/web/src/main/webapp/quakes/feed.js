/**
 * A stream of a domain's events that goes on for as long as the page does.
 *
 * A browser reconnects by itself after a cut, and then says which event was its last. It gives up when a server that is
 * just starting answers with an error: then this opens the stream anew, where it ended.
 *
 * on.state(state)  'connecting' | 'live' | 'reconnecting'
 * on.event(event)  a CloudEvent
 * on.gap(gap)      events between the last one and the next are lost, or the server has started anew
 */
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 15000;

export function openFeed(url, on) {
  let last = null;
  let delay = FIRST_DELAY;

  function open() {
    const source = new EventSource(last === null ? url : resumed(url, last));
    source.onopen = () => {
      delay = FIRST_DELAY;
      on.state('live');
    };
    source.onmessage = message => {
      last = message.lastEventId;
      on.event(JSON.parse(message.data));
    };
    source.addEventListener('gap', message => on.gap(JSON.parse(message.data)));
    source.onerror = () => {
      on.state('reconnecting');
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(open, delay);
        delay = Math.min(2 * delay, LONGEST_DELAY);
      }
    };
  }

  on.state('connecting');
  open();
}

function resumed(url, last) {
  const at = new URL(url, document.baseURI);
  at.searchParams.set('after', last);
  return at;
}
