/** A TCP proxy on loopback that cuts: what is under way in either direction is lost. */
import net from 'node:net';

export class CuttingProxy {
  static #all = new Set();

  /** Connections cut so far. */
  cuts = 0;
  #server;
  #pairs = new Set();
  #refusing = false;

  /** Forwards to `port` on loopback from a port of its own. */
  static async to(port) {
    const proxy = new CuttingProxy();
    CuttingProxy.#all.add(proxy);
    proxy.#server = net.createServer((client) => proxy.#join(client, port));
    await new Promise((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port() {
    return this.#server.address().port;
  }

  #join(client, port) {
    if (this.#refusing) {
      client.destroy();
      return;
    }
    const server = net.connect(port, '127.0.0.1');
    const pair = { client, server };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      from.on('error', end);
      from.on('close', end);
      from.on('data', (bytes) => to.write(bytes));
    }
  }

  /** Resets every connection now. */
  cut() {
    for (const { client, server } of [...this.#pairs]) {
      this.cuts += 1;
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** While true, nobody gets through. */
  set refusing(refusing) {
    this.#refusing = refusing;
  }

  /** What a test that failed has left. */
  static closeAll() {
    CuttingProxy.#all.forEach((proxy) => proxy.close());
  }

  close() {
    CuttingProxy.#all.delete(this);
    this.cut();
    this.#server.close();
  }
}

/** Random numbers from a seed, so that a failing run can be repeated (mulberry32). */
export function seeded(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
