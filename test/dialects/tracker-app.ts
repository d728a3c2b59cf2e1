/** What an app has that was written for SportTracks: where its API is, and who it is there. */
export interface TrackerApp {
  base: string;
  clientId: string;
  clientSecret: string;
}

export interface Summary {
  uri: string;
  name: string;
  start_time: string;
  total_distance: string;
  duration: string;
}

export type Detail = Record<string, unknown> & { uri: string };

interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

/**
 * A client as public ones for SportTracks are: it knows workouts by their `uri` alone, pages until there is no `next`, and adds, then
 * reads what it added. It sends tokens, dates and numbers as they do, and knows nothing of Vitalgate.
 */
export class TrackerClient {
  readonly #app: TrackerApp;
  #tokens: Tokens | undefined;

  constructor(app: TrackerApp) {
    this.#app = app;
  }

  authorizeUrl(redirectUri: string, state: string): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.#app.clientId,
      redirect_uri: redirectUri,
      state,
    });
    return `${this.#app.base}/oauth2/authorize?${query}`;
  }

  async exchange(code: string, redirectUri: string): Promise<void> {
    await this.#asksTokens({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
  }

  async refresh(): Promise<void> {
    await this.#asksTokens({ grant_type: 'refresh_token', refresh_token: this.#tokens?.refresh_token });
  }

  async userId(): Promise<number> {
    const { user } = await this.#call<{ user: { uid: number } }>('POST', '/api/v2/system/connect', {});
    return user.uid;
  }

  /** Every workout, by its uri. */
  async workouts(since?: string): Promise<Map<string, Summary>> {
    const found = new Map<string, Summary>();
    const query = new URLSearchParams({ pageSize: '7', ...(since !== undefined && { noEarlierThan: since }) });
    let url: string | undefined = `${this.#app.base}/api/v2/fitnessActivities.json?${query}`;
    while (url !== undefined) {
      const page: { items: Summary[]; next?: string } = await this.#call('GET', url);
      for (const item of page.items) found.set(item.uri, item);
      url = page.next;
    }
    return found;
  }

  detail(uri: string): Promise<Detail> {
    return this.#call<Detail>('GET', uri);
  }

  async add(workout: object): Promise<Detail> {
    const { uris } = await this.#call<{ uris: string[] }>('POST', '/api/v2/fitnessActivities.json', workout);
    return this.detail(uris[0] as string);
  }

  async save(edited: Detail): Promise<Detail> {
    const { uris } = await this.#call<{ uris: string[] }>('PUT', edited.uri, edited);
    return this.detail(uris[0] as string);
  }

  async upload(format: string, data: string): Promise<string[]> {
    const response = await this.#send('POST', '/api/v2/fileUpload', new URLSearchParams({ format, data }));
    const answer = (await response.json()) as { fitnessActivities: { size: number; uris: string[] } };
    return answer.fitnessActivities.uris;
  }

  async delete(uri: string): Promise<boolean> {
    const { status } = await this.#call<{ status: string }>('DELETE', uri);
    return status === 'ok';
  }

  async #asksTokens(fields: Record<string, string | undefined>): Promise<void> {
    const response = await fetch(`${this.#app.base}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ ...fields, client_id: this.#app.clientId, client_secret: this.#app.clientSecret }),
    });
    if (!response.ok) throw new Error(`tokens: ${response.status} ${await response.text()}`);
    this.#tokens = (await response.json()) as Tokens;
  }

  async #call<Answer>(method: string, to: string, body?: object): Promise<Answer> {
    const response = await this.#send(method, to, body);
    return (await response.json()) as Answer;
  }

  async #send(method: string, to: string, body?: object): Promise<Response> {
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(new URL(to, this.#app.base), {
      method,
      headers: {
        authorization: `Bearer ${this.#tokens?.access_token}`,
        accept: 'application/json',
        ...(body && !isForm && { 'content-type': 'application/json' }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${to}: ${response.status} ${await response.text()}`);
    return response;
  }
}
