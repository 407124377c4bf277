/** What Node's test runner prints: each failure in full, and a line for each file. */
import { basename } from 'node:path';
import { inspect } from 'node:util';

export default async function* report(events) {
  const files = new Map();
  for await (const { type, data } of events) {
    if (type === 'test:fail') {
      yield `FAILED ${data.name} (${data.file}:${data.line})\n${why(data.details.error)}\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
    }
    if (type === 'test:fail' || type === 'test:pass') {
      const name = basename(data.file ?? data.name);
      const counts = files.get(name) ?? { passed: 0, failed: 0, millis: 0 };
      counts[type === 'test:pass' ? 'passed' : 'failed']++;
      counts.millis += data.details.duration_ms;
      files.set(name, counts);
    }
  }
  for (const [name, { passed, failed, millis }] of files) {
    const verdict = failed > 0 ? `  ${failed} FAILED` : '';
    const seconds = (millis / 1000).toFixed(1).padStart(6);
    yield `${name.padEnd(26)} ${String(passed).padStart(4)} passed ${seconds} s${verdict}\n`;
  }
}

/** The cause: the runner wraps it in an error of its own. */
function why(error) {
  return inspect(error.cause ?? error, { depth: 5 }).replace(/^/gm, '  ');
}
