import { Layout } from './layout.tsx';
import { Notice } from './notice.tsx';
import type { Person, Place } from './place.ts';
import { ProblemSummary, type Problems } from './problems.tsx';
import { NewTokenForm, newTokenLabels, type NewTokenValues, type ScopeChoice } from './new-token-form.tsx';
import { TokenCard, type TokenShown } from './token-card.tsx';

export interface TokensProps {
  place: Place;
  person: Person;
  tokens: readonly TokenShown[];
  /** The token that was just made, which is shown this once. */
  made?: { name: string; token: string };
  problems?: Problems;
  values?: NewTokenValues;
  choices: readonly ScopeChoice[];
  notice?: string;
}

export function TokensPage({ place, person, tokens, made, problems, values, choices, notice }: TokensProps) {
  return (
    <Layout title="Personal tokens" place={place} person={person} current="tokens">
      <h1>Personal tokens</h1>
      <p class="lead">A token lets a script or a tool of your own use your data without your password.</p>
      {notice && <Notice>{notice}</Notice>}
      <ProblemSummary problems={problems} labels={newTokenLabels} />
      {made && <MadeToken {...made} />}
      {tokens.length === 0 && !problems && (
        <div class="card empty">
          <p>
            <strong>You have no token</strong>
          </p>
          <p class="muted">Make one below for a tool that you use.</p>
        </div>
      )}
      {tokens.length > 0 && (
        <ul class="cards">
          {tokens.map((token) => (
            <li key={token.id} class="card">
              <TokenCard place={place} timezone={person.timezone} token={token} />
            </li>
          ))}
        </ul>
      )}
      <section class="card" aria-labelledby="new-token">
        <h2 id="new-token">Make a token</h2>
        <NewTokenForm place={place} values={values} problems={problems} choices={choices} />
      </section>
    </Layout>
  );
}

/** A text area rather than an input: it shows the whole token on a phone, and Ctrl+A selects the token alone. */
function MadeToken({ name, token }: { name: string; token: string }) {
  return (
    <section class="box made" aria-labelledby="made-token" tabindex={-1} autofocus>
      <h2 id="made-token">
        Your new token “<bdi>{name}</bdi>”
      </h2>
      <p id="made-once">
        <strong>Copy it now: it is shown only this once.</strong> Keep it as safe as a password.
      </p>
      <textarea class="code" readonly rows={2} spellcheck={false} aria-label="Token" aria-describedby="made-once">
        {token}
      </textarea>
    </section>
  );
}
