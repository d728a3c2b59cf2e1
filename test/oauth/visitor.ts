/** A browser without scripts: it keeps cookies by host and path, follows redirects within the gateway, and fills in forms. */
export interface Visitor {
  /** Opens an address; redirects are followed until one leads away from the gateway. */
  open: (url: string, init?: RequestInit) => Promise<Visited>;
  /** Posts the form of a page, with its hidden fields, and goes where the answer leads. */
  submit: (page: Visited, fields?: Record<string, string | string[]>, action?: string) => Promise<Visited>;
  cookies: () => readonly Cookie[];
  /** Puts a cookie in the browser that the gateway never set. */
  plant: (name: string, value: string) => void;
}

export interface Visited {
  url: string;
  status: number;
  headers: Headers;
  html: string;
  /** Where the last redirect leads, when that is not the gateway. */
  leftFor: URL | undefined;
}

interface Cookie {
  name: string;
  value: string;
  path: string;
}

const unescape = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

export function visitor(origin: string): Visitor {
  let jar: Cookie[] = [];

  function keep(header: string, requestPath: string): void {
    const [pair = '', ...attributes] = header.split(/; */);
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const attribute = (key: string) =>
      attributes.find((text) => text.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute('path') ?? requestPath;
    jar = jar.filter((cookie) => cookie.name !== name || cookie.path !== path);
    const isOver = attribute('max-age') === '0' || Date.parse(attribute('expires') ?? '') < Date.now();
    if (!isOver) jar.push({ name, value, path });
  }

  async function open(address: string, init: RequestInit = {}): Promise<Visited> {
    let [url, request] = [new URL(address, origin), init];
    for (let hop = 0; hop < 10; hop += 1) {
      const here = url.pathname;
      const sent = jar.filter(({ path }) => here === path || here.startsWith(path.endsWith('/') ? path : `${path}/`));
      const headers = new Headers(request.headers);
      if (sent.length > 0) headers.set('cookie', sent.map(({ name, value }) => `${name}=${value}`).join('; '));
      const response = await fetch(url, { ...request, headers, redirect: 'manual' });
      for (const header of response.headers.getSetCookie()) keep(header, here);
      const location = response.headers.get('location');
      const next = location === null ? undefined : new URL(location, url);
      const visited = {
        url: url.href,
        status: response.status,
        headers: response.headers,
        html: await response.text(),
      };
      if (!next) return { ...visited, leftFor: undefined };
      if (next.origin !== origin) return { ...visited, leftFor: next };
      [url, request] = [next, {}];
    }
    throw new Error(`${address} redirects for ever`);
  }

  return {
    open,
    cookies: () => jar,
    plant: (name, value) => void jar.push({ name, value, path: '/' }),
    submit(page, fields = {}, action) {
      const forms = [...page.html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([^]*?)<\/form>/g)];
      const [, target = '', inside = ''] =
        forms.find(([, to]) => action === undefined || unescape(to ?? '') === action) ?? [];
      if (!inside) throw new Error(`no form ${action ?? ''} on ${page.url}: ${page.html.slice(0, 2000)}`);
      const body = new URLSearchParams();
      for (const [input] of inside.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
        const value = (key: string) => unescape(new RegExp(`${key}="([^"]*)"`).exec(input)?.[1] ?? '');
        body.set(value('name'), value('value'));
      }
      for (const [name, given] of Object.entries(fields)) {
        body.delete(name);
        for (const value of [given].flat()) body.append(name, value);
      }
      return open(unescape(target), { method: 'POST', body });
    },
  };
}
