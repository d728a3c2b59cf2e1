import { chartOf, tableOf, titleOf } from './chart.js';
import { byId, element, show } from './elements.js';
import { figures } from './figures.js';
import { daysQuery } from './operations.js';
import { categoryWords, day, moment } from './words.js';

const shownDays = 14;

/** The cards of those who share with the viewer. @param ask asks the gateway */
export function createDashboards(ask) {
  const cards = new Map();

  async function read(id) {
    try {
      return await ask(daysQuery, { id, ...lastDays() });
    } catch (error) {
      // Nothing that a day consists of is shared, only notes, say; the rest of the answer is there.
      if (error.code === 'FORBIDDEN' && error.data?.node) return error.data;
      throw error;
    }
  }

  /** Reads a dashboard and its days anew. What is gone meanwhile is taken away. */
  async function refresh(id) {
    const { node } = await read(id);
    if (node?.health) cards.get(id)?.update(node, knownDays(node.health.days ?? []));
    else remove(id);
  }

  function remove(id) {
    cards.get(id)?.element.remove();
    cards.delete(id);
    show(byId('no-dashboards'), cards.size === 0);
  }

  return {
    /** Shows exactly these, and begins to read their days. */
    async replace(dashboards) {
      const ids = new Set(dashboards.map(({ id }) => id));
      for (const id of cards.keys()) if (!ids.has(id)) remove(id);
      for (const dashboard of dashboards) if (!cards.has(dashboard.id)) cards.set(dashboard.id, createCard(dashboard));
      byId('dashboards').replaceChildren(...dashboards.map(({ id }) => cards.get(id).element));
      show(byId('no-dashboards'), cards.size === 0);
      await Promise.all([...ids].map(refresh));
    },

    /** Someone logged something. */
    async refreshOf(ownerId) {
      for (const [id, { ownerId: owner }] of cards) if (owner === ownerId) await refresh(id);
    },

    /** The ids of those who share. */
    owners: () => new Set([...cards.values()].map(({ ownerId }) => ownerId)),

    /** What the viewer calls someone; `undefined` of who does not share any more. */
    nameOf: (ownerId) => [...cards.values()].find((card) => card.ownerId === ownerId)?.name(),
  };
}

/** One card, which keeps which of its figures was chosen. */
function createCard(first) {
  const title = element('h2', { id: `title-${first.id}` });
  const picture = element('span', { class: 'portrait', 'aria-hidden': 'true' });
  const since = element('p', { class: 'hint' });
  const lastSync = element('p', { class: 'hint' });
  const groups = element('ul', { class: 'tags', 'aria-label': 'Groups' });
  const choice = element('fieldset', { class: 'figures' });
  const plot = element('div', { class: 'plot' });
  const table = element('details', { class: 'as-table' });
  const categories = element('p', { class: 'hint' });
  const card = element(
    'li',
    { class: 'card dashboard' },
    element(
      'article',
      { 'aria-labelledby': title.id },
      element('div', { class: 'dashboard-head' }, picture, element('div', {}, title, since, lastSync, groups)),
      choice,
      plot,
      table,
      categories,
    ),
  );
  let dashboard = first;
  let days = [];
  let chosen;

  const offered = () => figures.filter(({ category }) => dashboard.categories.includes(category));
  const figure = () => offered().find(({ category }) => category === chosen) ?? withData() ?? offered()[0];
  const withData = () => offered().find(({ of }) => days.some((day) => of(day)));

  function describe() {
    title.replaceChildren(element('bdi', {}, dashboard.customName));
    card.style.setProperty('--person', dashboard.iconColor);
    picture.replaceChildren(
      dashboard.pictureUrl
        ? element('img', { src: dashboard.pictureUrl, alt: '', width: 48, height: 48 })
        : initialOf(dashboard.customName),
    );
    since.textContent = `Since ${day(dashboard.sharedSince)}`;
    lastSync.textContent = dashboard.lastSyncAt ? `Last update ${moment(dashboard.lastSyncAt)}` : 'Nothing came in yet';
    groups.replaceChildren(...dashboard.groups.map(({ name }) => element('li', {}, element('bdi', {}, name))));
    show(groups, dashboard.groups.length > 0);
    const opened = dashboard.categories.map((category) => categoryWords[category]);
    categories.textContent = opened.length > 0 ? `You may see: ${opened.join(', ')}` : 'You may see nothing yet.';
  }

  function offer() {
    const names = offered();
    show(choice, names.length > 1);
    choice.replaceChildren(
      element('legend', { class: 'unseen' }, 'What the chart shows'),
      ...names.map(({ category, name }) => {
        const input = element('input', { type: 'radio', name: `figure-${dashboard.id}`, value: category });
        input.checked = figure()?.category === category;
        return element('label', {}, input, element('span', {}, name));
      }),
    );
  }

  function draw() {
    const shown = figure();
    for (const part of [plot, table]) show(part, shown !== undefined && days.length > 0);
    if (plot.hidden || plot.clientWidth === 0) return;
    plot.replaceChildren(
      element('p', { class: 'plot-title' }, element('strong', {}, titleOf(shown)), `, last ${days.length} days`),
      chartOf(shown, days, plot.clientWidth),
    );
    table.replaceChildren(element('summary', {}, 'As a table'), tableOf(shown, days));
  }

  choice.addEventListener('change', ({ target }) => {
    chosen = target.value;
    draw();
  });
  new ResizeObserver(draw).observe(plot);
  describe();

  return {
    element: card,
    ownerId: first.owner.id,
    name: () => dashboard.customName,
    update(changed, itsDays) {
      const isSameOffer = days.length > 0 && String(changed.categories) === String(dashboard.categories);
      [dashboard, days] = [changed, itsDays];
      describe();
      // Who has the choice under their fingers keeps it.
      if (!isSameOffer) offer();
      draw();
    },
  };
}

const initialOf = (name) => [...name.trim()][0]?.toUpperCase() ?? '?';

/** The last days on the viewer's calendar, and one more: east of them it is tomorrow already. */
function lastDays() {
  const shifted = (by) => {
    const now = new Date();
    const date = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + by));
    return date.toISOString().slice(0, 10);
  };
  return { from: shifted(1 - shownDays), to: shifted(1) };
}

/** Tomorrow is shown where it has begun. */
function knownDays(days) {
  const tomorrow = days.at(-1);
  const hasBegun = tomorrow && figures.some(({ of }) => of(tomorrow));
  return hasBegun ? days.slice(-shownDays) : days.slice(0, -1);
}
