/** The table: who sits there, their dice, and what was claimed. Knows the DOM and no network. */
import { die, words } from './die.js';

/** As in the room. */
const TURN_MILLIS = 30_000;

const find = (id) => document.getElementById(id);

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** A colour for a seat: the same on every screen, and far from its neighbours'. */
const hue = (id) => (id * 137.5) % 360;

export class TableView {
  /** Elements by player, with what they show: what stays the same is not made anew. */
  #seats = new Map();
  #claim = '';

  show(game) {
    const { players, round } = game;
    const others = players.filter(({ me }) => !me);
    const own = players.find(({ me }) => me);
    find('seats').replaceChildren(...others.map((player) => this.#seat(player, game)));
    find('seats').dataset.others = others.length;
    find('own').replaceChildren(...(own === undefined ? [] : [this.#seat(own, game)]));
    this.#seats.forEach((_, id) => {
      if (!players.some((player) => player.id === id)) {
        this.#seats.delete(id);
      }
    });
    document.body.dataset.phase = round.phase;
    document.body.classList.toggle('my-turn', game.myTurn);
    this.#centre(game, own);
  }

  // -- seats --

  #seat(player, game) {
    const { round } = game;
    const looks = JSON.stringify([player, round.phase, round.number, round.last, round.winner]);
    const known = this.#seats.get(player.id);
    if (known?.looks === looks) {
      return known.seat;
    }
    const dealt = `${round.number} ${round.phase === 'LOBBY'}`;
    const seat = element(player.me ? 'div' : 'li', 'seat', this.#label(player, round));
    const sides = this.#dice(player, round);
    const dice = element('div', 'dice', ...sides);
    // New dice roll, but not each time that something else of the seat changes.
    dice.classList.toggle('rolled', known?.dealt !== dealt && round.phase === 'BIDDING');
    dice.classList.toggle('lifted', round.phase === 'REVEAL' && known?.phase === 'BIDDING');
    const left = element('div', 'left', element('i', ''));
    seat.append(dice, left);
    seat.dataset.player = player.id;
    seat.style.setProperty('--hue', hue(player.id));
    seat.classList.toggle('turn', player.turn);
    seat.classList.toggle('away', !player.connected);
    seat.classList.toggle('out', player.dice === 0 && round.phase !== 'LOBBY');
    seat.classList.toggle('winner', round.phase === 'LOBBY' && player.id === round.winner);
    this.#seats.set(player.id, { seat, looks, dealt, phase: round.phase });
    return seat;
  }

  #label({ name, me, connected, dice }, { phase }) {
    const label = element('p', 'label', element('span', 'who', me ? `${name} (you)` : name));
    if (!connected) {
      label.append(element('small', '', 'away'));
    } else if (dice === 0 && phase !== 'LOBBY') {
      label.append(element('small', '', 'out'));
    }
    return label;
  }

  /** Those that are known, in order; the backs of the others. */
  #dice({ dice, faces }, { phase, bid }) {
    if (phase === 'LOBBY' || dice === 0) {
      return [];
    }
    if (faces === null) {
      return Array.from({ length: dice }, () => die(0));
    }
    const counts = (face) => phase === 'REVEAL' && face === bid.face;
    const seen = phase === 'REVEAL' ? 'dim' : '';
    return [...faces].sort().map((face) => die(face, counts(face) ? 'counts' : seen));
  }

  /** Shows how much is left of a turn. */
  time(game, serverMillis) {
    const { endsAtMillis, phase } = game.round;
    const left = Math.min(Math.max((endsAtMillis - serverMillis) / TURN_MILLIS, 0), 1);
    document.body.style.setProperty('--left', left);
    document.body.classList.toggle('hurry', phase === 'BIDDING' && left < 0.25);
  }

  // -- the middle --

  #centre(game, own) {
    const { phase, bid, last } = game.round;
    const [headline, detail] = this.#texts(game);
    find('headline').textContent = headline;
    find('detail').textContent = detail;
    const claimed = `${phase === 'LOBBY'} ${words(bid)} ${game.players.length}`;
    if (claimed !== this.#claim) {
      find('claim').replaceChildren(...this.#claimed(game));
      this.#claim = claimed;
    }
    const lobby = phase === 'LOBBY' && own !== undefined;
    find('start').hidden = !lobby || game.players.length < 2;
    find('start').textContent = last === null ? 'Start' : 'Play again';
  }

  /** The bid; or who is waited for needs the code. */
  #claimed({ key, players, round: { phase, bid } }) {
    if (phase === 'LOBBY') {
      return players.length < 2 ? [element('p', 'code', key)] : [];
    }
    return bid.count === 0 ? [] : [this.#bid(bid)];
  }

  #bid(bid) {
    const claim = element('p', 'bid', element('b', '', bid.count), element('span', '', '\u00d7'));
    claim.append(die(bid.face));
    return claim;
  }

  #texts(game) {
    const { phase, turn, bid, bidder, last, winner } = game.round;
    const name = (id) => (id === game.me ? 'You' : game.name(id));
    const does = (id, mine, others) => `${name(id)} ${id === game.me ? mine : others}`;
    if (phase === 'REVEAL') {
      const { caller, there } = last;
      const loser = there < last.bid.count ? last.bidder : caller;
      const headline = `${does(caller, 'say', 'says')} \u201cliar\u201d`;
      const found = there === 0 ? 'none' : there;
      return [
        headline,
        `There ${there === 1 ? 'is' : 'are'} ${found}. ${does(loser, 'lose', 'loses')} a die.`,
      ];
    }
    if (phase === 'BIDDING') {
      const own = turn === game.me;
      return bid.count === 0
        ? [own ? 'You begin' : `${name(turn)} begins`, `${game.dice} dice are on the table`]
        : [`${does(bidder, 'bid', 'bids')}`, own ? 'Higher, or a lie?' : `${name(turn)} is next`];
    }
    if (winner !== 0) {
      return [does(winner, 'win', 'wins'), ''];
    }
    const alone = game.players.length < 2;
    return [
      alone ? 'Waiting for a friend' : `${game.players.length} are at the table`,
      alone ? 'Tell them this code, or press the one above for a link.' : 'Anybody may start.',
    ];
  }
}
