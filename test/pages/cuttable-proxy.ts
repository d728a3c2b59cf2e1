import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What lies between a browser and a gateway: it can break. */
export interface CuttableProxy {
  url: string;
  /** Where it leads to; without it nothing is let through. */
  target: string | undefined;
  /** Whether it lets websockets through. */
  takesWebsockets: boolean;
  /** Breaks all connections there are. */
  cut: () => void;
  close: () => Promise<void>;
}

export async function openProxy(): Promise<CuttableProxy> {
  const open = new Set<Socket>();
  const server = createServer((browser) => {
    if (proxy.target === undefined) return browser.destroy();
    const { hostname, port } = new URL(proxy.target);
    const gateway = connect(Number(port), hostname);
    for (const [one, other] of [
      [browser, gateway],
      [gateway, browser],
    ] as const) {
      open.add(one);
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
      // Whatever breaks closes, which is what counts here.
      one.on('error', () => one.destroy());
    }
    browser.on('data', (bytes) => {
      if (!proxy.takesWebsockets && /^upgrade: websocket/im.test(bytes.toString('latin1')))
        browser.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      else gateway.write(bytes);
    });
    gateway.pipe(browser);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = () => open.forEach((socket) => socket.destroy());
  const proxy: CuttableProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: undefined,
    takesWebsockets: true,
    cut,
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
  return proxy;
}
