/** What is written beside the picture: figures, the best ships, the news. */
const EVERY_MILLIS = 500;
const NEWS_MAX = 5;
const NEWS_MILLIS = 5000;
const NOTICE_MILLIS = 2500;
const BEST = 5;

const find = (id) => document.getElementById(id);

export class Panel {
  #bytes = 0;
  #frames = 0;
  #since = performance.now();
  #noticeEnds = null;

  constructor() {
    find('fold').addEventListener('click', () => {
      const folded = find('figures').classList.toggle('folded');
      find('fold').textContent = folded ? 'figures' : 'hide';
      find('fold').setAttribute('aria-expanded', String(!folded));
    });
  }

  /** So many bytes have come. */
  received(bytes) {
    this.#bytes += bytes;
  }

  /** A frame was drawn; shows figures now and then. */
  frame(now, session, game) {
    this.#frames++;
    const millis = now - this.#since;
    if (millis < EVERY_MILLIS) {
      return;
    }
    const perSecond = (count) => (count * 1000) / millis;
    const rtt = session?.rttMillis;
    find('rtt').textContent = typeof rtt === 'number' ? `${rtt.toFixed(1)} ms` : '-';
    find('received').textContent = `${(perSecond(this.#bytes) / 1024).toFixed(1)} KiB/s`;
    find('frames').textContent = `${Math.round(perSecond(this.#frames))} fps`;
    find('tick').textContent = game?.tick ?? '-';
    find('rows').textContent = game?.rows ?? '-';
    this.#bytes = 0;
    this.#frames = 0;
    this.#since = now;
    showBest(game);
  }

  /** Somebody became a wreck. */
  wrecked({ who, by, mine, byMe }) {
    const line = document.createElement('li');
    line.append(words('b', byMe ? 'You' : by), words('i', '\u2716'));
    line.append(words('span', mine ? 'you' : who));
    line.className = mine ? 'lost' : byMe ? 'won' : '';
    const list = find('news');
    list.append(line);
    while (list.children.length > NEWS_MAX) {
      list.firstChild.remove();
    }
    setTimeout(() => line.remove(), NEWS_MILLIS);
    if (mine || byMe) {
      this.#notice(mine ? `${by} got you` : `You got ${who}`, mine);
    }
  }

  #notice(text, bad) {
    const notice = find('notice');
    notice.textContent = text;
    notice.className = bad ? 'lost' : 'won';
    clearTimeout(this.#noticeEnds);
    this.#noticeEnds = setTimeout(() => (notice.textContent = ''), NOTICE_MILLIS);
  }
}

/** The best, and one's own wherever it is among them. */
function showBest(game) {
  const ships = game === null ? [] : [...game.ships];
  ships.sort(([, one], [, other]) => other.score - one.score);
  const ranked = ships.map(([key, ship], i) => ({ ship, place: i + 1, mine: key === game.me }));
  const shown = ranked.filter(({ place, mine }) => place <= BEST || mine);
  find('scores').replaceChildren(
    ...shown.map(({ ship, place, mine }) => {
      const line = document.createElement('li');
      line.append(words('i', place), words('b', ship.name), words('span', ship.score));
      line.className = mine ? 'mine' : ship.bot ? '' : 'player';
      return line;
    }),
  );
}

function words(element, text) {
  const made = document.createElement(element);
  made.textContent = text;
  return made;
}
