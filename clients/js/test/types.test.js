/** The declarations name what the modules export, and nothing else; so does the guide. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as cardea from '../cardea.js';
import * as play from '../play.js';

const MODULES = { cardea, play };
const textOf = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The members of a class in the declarations. */
function declared(declarations, name) {
  const body = declarations.match(new RegExp(`declare class ${name}\\b[^]*?\\n}`))[0];
  const members = body.matchAll(/^ {2}(?:readonly )?(\w+)[(:<?]/gm);
  return [...new Set([...members].map(([, member]) => member))].filter((m) => m !== 'constructor');
}

const session = new cardea.Session({ url: 'ws://none', transport: () => {} });
const table = new cardea.Table('ships', {});
const EXAMPLES = {
  cardea: {
    Session: session,
    Stream: session.agent,
    Room: new cardea.Room(session, 'chat', 'lobby', { watches: false }),
    Table: table,
    ByteReader: new cardea.ByteReader(new Uint8Array()),
    ByteWriter: new cardea.ByteWriter(),
  },
  play: {
    TickClock: new play.TickClock(20),
    Interpolation: new play.Interpolation(table, new play.TickClock(20)),
    Prediction: new play.Prediction({}),
  },
};

for (const [file, module] of Object.entries(MODULES)) {
  const declarations = textOf(`../${file}.d.ts`);

  test(`${file}: every export is declared, and every declared value is exported`, () => {
    const values = declarations.matchAll(/^export declare (?:const|class|function) (\w+)/gm);
    assert.deepEqual([...values].map(([, name]) => name).sort(), Object.keys(module).sort());
  });

  for (const [name, example] of Object.entries(EXAMPLES[file])) {
    test(`every declared member of ${name} exists`, () => {
      const members = declared(declarations, name);
      assert.ok(members.length > 0);
      assert.deepEqual(
        members.filter((member) => !(member in example)),
        [],
      );
    });
  }
}

test('what the guide imports is there', () => {
  const imports = [...textOf('../README.md').matchAll(/import \{ (.*) \} from '\.\/(\w+)\.js'/g)];
  assert.ok(imports.length > 1);
  for (const [, names, file] of imports) {
    names.split(', ').forEach((name) => assert.ok(name in MODULES[file], name));
  }
});
