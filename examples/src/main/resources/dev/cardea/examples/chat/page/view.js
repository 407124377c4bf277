/** What is seen, and what the visitor does. Knows the DOM and nothing of the network. */

const $ = (id) => document.getElementById(id);
const GROUP_MILLIS = 5 * 60 * 1000;
const NEAR_END_PIXELS = 80;
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

/** A colour for an account: the same on every screen. */
function hue(account) {
  let hash = 7;
  for (const char of account) {
    hash = (hash * 31 + char.codePointAt(0)) % 3600;
  }
  return hash % 360;
}

function avatar(name, account, tag = 'span') {
  const made = element(tag, 'avatar', [...name][0]?.toUpperCase() ?? '?');
  made.style.setProperty('--hue', hue(account));
  made.setAttribute('aria-hidden', 'true');
  return made;
}

export class View {
  #shown = null;
  #onOpen = () => {};
  #onPerson = () => {};

  constructor() {
    document.querySelectorAll('[data-close-drawer]').forEach((button) => {
      button.addEventListener('click', () => this.#drawer(null));
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.#drawer(null);
      }
    });
    $('open-places').addEventListener('click', () => this.#drawer('places'));
    $('open-people').addEventListener('click', () => this.#drawer('people'));
    $('ended').addEventListener('close', () => location.reload());
  }

  // -- signing in and out --

  welcome(name) {
    $('name').value = name;
    $('name').focus();
  }

  refuse(text) {
    $('sign-in-error').textContent = text;
  }

  enter(name, account) {
    $('welcome').hidden = true;
    $('app').hidden = false;
    $('me-name').textContent = name;
    $('me-avatar').textContent = [...name][0]?.toUpperCase() ?? '?';
    $('me-avatar').style.setProperty('--hue', hue(account));
    document.title = `${name} \u00b7 Cardea chat`;
  }

  ended(text) {
    $('ended-text').textContent = text;
    if (!$('ended').open) {
      $('ended').showModal();
    }
  }

  // -- status --

  status(state, text) {
    $('status').dataset.state = state;
    $('status-text').textContent = text;
    $('cut').disabled = state !== 'open';
  }

  detail(text) {
    $('status-detail').textContent = text;
  }

  /** A line below the composer: a worry, or good news. */
  notice(text, good = false) {
    $('notice').textContent = text;
    $('notice').classList.toggle('good', good);
  }

  // -- places --

  places(talks, current) {
    const all = [...talks.values()];
    const place = (talk) => this.#place(talk, talk === current);
    $('channels').replaceChildren(...all.filter(({ key }) => key.startsWith('#')).map(place));
    const whispers = all.filter(({ key }) => key.startsWith('@'));
    $('whispers').replaceChildren(...whispers.map(place));
    $('whispers-nav').hidden = whispers.length === 0;
    const unread = all.reduce((sum, talk) => sum + talk.unread, 0);
    $('unread-elsewhere').textContent = unread;
    $('unread-elsewhere').hidden = unread === 0;
  }

  #place(talk, here) {
    const [mark, label] = [talk.key[0], talk.key.slice(1)];
    const button = element('button', 'place', element('span', 'mark', mark));
    button.append(element('span', 'label', mark === '#' ? label : talk.title));
    button.type = 'button';
    button.dataset.key = talk.key;
    button.querySelector('.mark').setAttribute('aria-hidden', 'true');
    if (here) {
      button.setAttribute('aria-current', 'page');
    }
    if (talk.unread > 0) {
      const badge = element('span', 'badge', String(talk.unread));
      badge.setAttribute('aria-label', `${talk.unread} unread`);
      button.append(badge);
    }
    button.addEventListener('click', () => {
      this.#drawer(null);
      this.#onOpen(talk.key);
    });
    return element('li', '', button);
  }

  // -- the conversation --

  show(talk) {
    this.#shown = null;
    $('title').textContent = talk.title;
    $('text').placeholder = talk.key.startsWith('#')
      ? `Say something in ${talk.key}`
      : `Whisper to ${talk.title}`;
    $('leave').textContent = talk.key.startsWith('#') ? 'Leave' : 'Close';
    this.notice('');
    this.refresh(talk);
    $('text').focus();
  }

  /** Shows what is new; `entry` is the one that was added, if one was. */
  refresh(talk, entry) {
    const lines = $('lines');
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR_END_PIXELS;
    const first = this.#shown !== talk;
    this.#shown = talk;
    this.#lines(talk);
    if (atEnd || first || entry?.mine) {
      lines.scrollTop = lines.scrollHeight;
    }
    if (entry?.giveBack && $('text').value === '') {
      $('text').value = entry.giveBack;
    }
    this.#writers(talk);
    this.#people(talk);
  }

  /** Keeps the elements of entries that are shown already, so that nothing is announced twice. */
  #lines(talk) {
    const lines = $('lines');
    const wanted = [];
    let before = null;
    for (const entry of [...talk.entries, ...talk.pending]) {
      entry.element ??= this.#entry(entry, before);
      wanted.push(entry.element);
      before = entry;
    }
    if (wanted.length === 0) {
      wanted.push(element('li', 'empty', 'Nothing was said here yet.'));
    }
    const kept = new Set(wanted);
    [...lines.children].filter((child) => !kept.has(child)).forEach((child) => child.remove());
    wanted.forEach((child, i) => {
      if (lines.children[i] !== child) {
        lines.insertBefore(child, lines.children[i] ?? null);
      }
    });
  }

  #entry(entry, before) {
    if (entry.kind === 'news') {
      return element('li', 'news', entry.text);
    }
    const goesOn =
      entry.pending ||
      (before?.kind === 'said' &&
        before.account === entry.account &&
        entry.atMillis - before.atMillis < GROUP_MILLIS);
    const words = element('p', 'words', entry.text);
    const item = element('li', `said${goesOn ? '' : ' first'}${entry.pending ? ' pending' : ''}`);
    if (goesOn) {
      item.append(words);
      return item;
    }
    const at = new Date(entry.atMillis);
    const time = element('time', '', TIME.format(at));
    time.dateTime = at.toISOString();
    const who = element('span', 'who', entry.name);
    who.style.setProperty('--hue', hue(entry.account));
    item.append(avatar(entry.name, entry.account), element('div', '', who, time, words));
    return item;
  }

  #writers(talk) {
    const names = talk.writers();
    const some = names.length > 3 ? 'Several people' : names.join(', ');
    const verb = names.length === 1 ? 'is' : 'are';
    $('typing').textContent = names.length === 0 ? '' : `${some} ${verb} writing\u2026`;
  }

  #people(talk) {
    const people = talk.present().sort((a, b) => a.name.localeCompare(b.name));
    $('people-count').textContent = people.length;
    $('open-people').setAttribute('aria-label', `People: ${people.length}`);
    $('people-list').replaceChildren(...people.map((person) => this.#person(person)));
  }

  #person(person) {
    const label = element('span', 'label', person.name);
    if (!person.online) {
      label.append(element('small', '', 'away'));
    }
    const button = element('button', `person${person.online ? '' : ' away'}`);
    button.append(avatar(person.name, person.account), label);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.#drawer(null);
      this.#onPerson(person);
    });
    return element('li', '', button);
  }

  clearText() {
    $('text').value = '';
  }

  // -- drawers, on narrow screens --

  #drawer(which) {
    for (const name of ['places', 'people']) {
      const open = name === which;
      $(name).classList.toggle('shown', open);
      $(`open-${name}`).setAttribute('aria-expanded', String(open));
    }
    $('scrim').hidden = which === null;
    if (which) {
      $(which).querySelector('button, input')?.focus();
    }
  }

  // -- what the visitor does --

  onSignIn(act) {
    this.#submit('sign-in', 'name', act);
  }

  onNewChannel(act) {
    this.#submit('new-channel', 'channel-name', (name) => {
      $('channel-name').value = '';
      this.#drawer(null);
      act(name.toLowerCase());
    });
  }

  onSay(act) {
    this.#submit('composer', 'text', act);
  }

  /** Calls `act` with the trimmed text of `input` when `form` is sent and the text is not empty. */
  #submit(form, input, act) {
    $(form).addEventListener('submit', (event) => {
      event.preventDefault();
      const text = $(input).value.trim();
      if (text) {
        act(text);
      }
    });
  }

  onTyping(act) {
    $('text').addEventListener('input', () => act());
  }

  onSignOut(act) {
    $('sign-out').addEventListener('click', () => act());
  }

  onOpen(act) {
    this.#onOpen = act;
  }

  onPerson(act) {
    this.#onPerson = act;
  }

  onLeave(act) {
    $('leave').addEventListener('click', () => act());
  }

  onCut(act) {
    $('cut').addEventListener('click', () => act());
  }
}
