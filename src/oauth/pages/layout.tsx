import type { ComponentChildren } from 'preact';
import { Form } from './form.tsx';
import type { Person, Place } from './place.ts';
import { iconAddress, Wordmark } from './wordmark.tsx';

const accountPages = [
  { key: 'apps', path: '/account/apps', label: 'Apps' },
  { key: 'tokens', path: '/account/tokens', label: 'Tokens' },
  { key: 'password', path: '/account/password', label: 'Password' },
] as const;

export type AccountPage = (typeof accountPages)[number]['key'];

interface LayoutProps {
  title: string;
  place: Place;
  /** Given on the account pages, which get a navigation; without it the page is one card. */
  person?: Person;
  current?: AccountPage;
  children: ComponentChildren;
}

/** The whole document around a page's content, which must bring the one `<h1>`. */
export function Layout({ title, place, person, current, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · Vitalgate`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={place.stylesheet} />
        <link rel="icon" href={iconAddress} />
      </head>
      <body class={person ? 'account' : 'single'}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        {person ? <AccountHeader place={place} person={person} current={current} /> : <SingleHeader />}
        {/* The skip link moves the focus here, which needs a tabindex. */}
        <main id="main" tabindex={-1}>
          {person ? children : <div class="card">{children}</div>}
        </main>
      </body>
    </html>
  );
}

function SingleHeader() {
  return (
    <header class="single-header">
      <Wordmark />
    </header>
  );
}

function AccountHeader({ place, person, current }: { place: Place; person: Person; current?: AccountPage }) {
  return (
    <header class="account-header">
      <div class="account-bar">
        <Wordmark />
        <p class="account-person">
          <span class="unseen">Signed in as </span>
          <bdi>{person.email}</bdi>
        </p>
        <Form place={place} action={`${place.base}/account/sign-out`}>
          <button class="button quiet">Sign out</button>
        </Form>
      </div>
      <nav aria-label="Account">
        <ul class="account-nav">
          {accountPages.map(({ key, path, label }) => (
            <li key={key}>
              <a href={`${place.base}${path}`} aria-current={key === current ? 'page' : undefined}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
