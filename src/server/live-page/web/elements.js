const svgNames = 'http://www.w3.org/2000/svg';

/** An element. What others wrote can only become its text, never HTML. */
export const element = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

/** An element of a drawing. */
export const drawn = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(svgNames, name), attributes, children);

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  made.append(...children.filter((child) => child != null));
  return made;
}

/** The page's own element of that id. */
export const byId = (id) => document.getElementById(id);

/** Shows or hides an element. */
export const show = (shown, isShown) => (shown.hidden = !isShown);
