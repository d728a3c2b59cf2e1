import { createDashboards } from './dashboards.js';
import { byId, show } from './elements.js';
import { createAsk, Unreachable } from './graphql.js';
import { follow } from './live.js';
import { createNotifications } from './notifications.js';
import { overviewQuery } from './operations.js';
import { createSignIn, findServer, SignedOut } from './sign-in.js';

// Read this file first: who is signed in, what is shown, and what happens when something is told. Each of the others has one part.

/** Changes of what is shared can come in crowds; they are read together. */
const gatheredMs = 200;

function tell(problem) {
  byId('problem').textContent = problem;
  show(byId('problem'), problem !== '');
}

function welcome(problem = '') {
  tell(problem);
  for (const id of ['overview', 'who']) show(byId(id), false);
  // What others shared stays behind for nobody.
  for (const id of ['dashboards', 'notifications']) byId(id).replaceChildren();
  document.title = 'Live · Vitalgate';
  show(byId('welcome'), true);
}

/** Shows all that there is, and keeps it as it is at the gateway, for as long as someone is signed in. */
async function present(signIn) {
  const ask = createAsk(signIn);
  const dashboards = createDashboards(ask);
  const notifications = createNotifications(ask, dashboards.nameOf);

  async function refresh() {
    const reading = ask(overviewQuery).then(({ viewer }) => viewer);
    const [{ name, email, dashboards: shared }] = await Promise.all([reading, notifications.replace(reading)]);
    byId('viewer').textContent = name ?? email;
    await dashboards.replace(shared.edges.map(({ node }) => node));
  }

  let isBehind = false;
  const later = gathering(
    gatheredMs,
    async (ownerIds) => {
      // What is shared has changed, and with it which notifications there are.
      if (isBehind || ownerIds.has(everyone)) await refresh();
      else for (const ownerId of ownerIds) await dashboards.refreshOf(ownerId);
      isBehind = false;
      tell('');
    },
    (error) => {
      // It is read once more as soon as the connection, which has its own words for this, stands again.
      if (error instanceof Unreachable) isBehind = true;
      else explain(error);
    },
  );

  await refresh();
  for (const id of ['overview', 'who']) show(byId(id), true);
  await follow({
    signIn,
    place: notifications.place,
    heard(notification) {
      notifications.add(notification);
      later(notification.kind === 'LOGGED' ? notification.owner.id : everyone);
    },
    changed(state) {
      byId('connection').textContent = state;
      byId('connection').dataset.state = state;
      if (state === 'reconnecting') return;
      // While nothing was ever told there is nothing to go on after: what came between the reading and the listening is read once more.
      if (isBehind || notifications.place.read() === null) later(everyone);
      // Not every change of a day is told, so after each break the days are read once more.
      for (const ownerId of dashboards.owners()) later(ownerId);
    },
  });
}

const everyone = 'everyone';

/** Makes a function that collects values for a moment, and then hands all of them to `act`, one crowd after the other. */
function gathering(ms, act, failed) {
  const values = new Set();
  let before = Promise.resolve();
  return (value) => {
    if (values.size === 0)
      setTimeout(() => {
        const gathered = new Set(values);
        values.clear();
        before = before.then(() => act(gathered)).catch(failed);
      }, ms);
    values.add(value);
  };
}

let signIn;

/** What went wrong, in words; a sign-in that ended leads back to its beginning. */
function explain(error) {
  if (error instanceof SignedOut) {
    // Who is there already knows why.
    if (byId('welcome').hidden) welcome(error.message);
    return;
  }
  reportError(error);
  tell(`Something did not work: ${error.message}`);
}

async function start() {
  const server = await findServer();
  // Codes are sent to one address only, so the page has to be at that one.
  if (location.origin + location.pathname !== `${server.issuer}/live`) return location.replace(`${server.issuer}/live`);
  if (!isSecureContext)
    return tell('Browsers sign in by https only, or on the device itself. Open this page that way.');
  signIn = createSignIn(server);
  byId('sign-in').addEventListener('click', () => signIn.begin());
  byId('sign-out').addEventListener('click', signOut);
  try {
    await signIn.comeBack();
  } catch (error) {
    return welcome(refusals[error.error] ?? `Signing in did not work: ${error.message}. Please try again.`);
  }
  if (!signIn.isSignedIn()) return welcome();
  await present(signIn);
}

const refusals = { access_denied: 'You said no, so nothing is shown here. You can sign in again at any time.' };

async function signOut() {
  try {
    await signIn.signOut();
    // A page that is loaded anew has forgotten everything.
    location.reload();
  } catch (error) {
    welcome(`You are signed out in this tab, but the gateway could not be told: ${error.message}`);
  }
}

// Whatever fails on the way comes here: a click that did not work, the start, the end of a sign-in.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  explain(event.reason);
});

start();
