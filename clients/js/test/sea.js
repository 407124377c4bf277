/** A room with two tables, and a player who writes down all that they tell. */
import { CHAT_HASH } from './chat-schema.js';
import { World } from './fake-server.js';
import { fromHex } from './hex.js';

const int = (name) => ({ name, kind: 'i32' });

export const SEA_SCHEMA = {
  cardea: 1,
  families: {
    inputs: [{ id: 1, name: 'Say', record: [{ name: 'text', kind: 'text', max: 16 }] }],
    outputs: [{ id: 1, name: 'Line', record: [{ name: 'text', kind: 'text', max: 16 }] }],
    tables: [
      {
        id: 1,
        name: 'ships',
        record: [int('x'), int('y'), { name: 'flag', kind: 'text', max: 4, default: '?' }],
      },
      {
        id: 2,
        name: 'ports',
        record: [{ name: 'docks', kind: 'list', max: 4, of: { kind: 'i8' } }],
      },
    ],
  },
  types: {},
};

/** Two blocks: put ships 7 and 8 in the slots 0 and 1, and port 1 in slot 0. */
export const BOTH = hex(`
  01  08 00  0e 02 01 01 61  10 06 00 00  00
  02  04 00  02 02 05 fb                  00`);

/** What {@link BOTH} says. */
export const SHIPS = { 7: { x: 1, y: -1, flag: 'a' }, 8: { x: 3, y: 0, flag: '' } };
export const PORTS = { 1: { docks: [5, -5] } };

/** Octets written with spaces between them. */
export function hex(spaced) {
  return fromHex(spaced.replaceAll(/\s/g, ''));
}

/** Rows of a table as a plain object. */
export const rowsOf = (table) => Object.fromEntries(table);

/** A session in `sea/lobby`, in truth `chat/lobby`. */
export class SeaWorld extends World {
  constructor(options = {}) {
    super({ schema: SEA_SCHEMA, ...options });
  }

  /** Joins; `told` is what the tables tell from then on. */
  async sailing(body = BOTH, attached = {}) {
    const room = await this.joined({ schemaHash: CHAT_HASH, ...attached }, { body });
    this.ships = room.table('ships');
    this.ports = room.table('ports');
    this.told = [];
    this.heard.length = 0;
    for (const table of [this.ships, this.ports]) {
      for (const name of ['put', 'change', 'remove']) {
        table.on(name, (...details) => this.told.push([table.name, name, ...details]));
      }
    }
    room.on('patch', (patch) => this.told.push(['patch', patch]));
    return room;
  }

  /** Says one patch of those blocks. */
  async patched(seq, blocks, fields = {}) {
    await this.path.say(this.path.patch(seq, { body: hex(blocks), ...fields }));
  }
}

/** Where the client says that it was in the room. */
export function positionOf(hello) {
  return hello.streams.find(({ owner }) => owner === 'chat/lobby').position;
}

/** One that has joined and sees {@link BOTH}. */
export async function sailing() {
  const world = new SeaWorld();
  await world.sailing();
  return world;
}
