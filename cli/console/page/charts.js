const svgSpace = "http://www.w3.org/2000/svg";

function svg(tag, attributes, ...children) {
  const node = document.createElementNS(svgSpace, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const height = 44;
const step = 4;
const bar = 3;

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Bars of the last hour, one a minute, stacked.
 * @param {{ name: string, tone: string, values: number[] }[]} layers the lowest first
 * @param {string} label what the chart shows, for those who do not see it
 */
export function chart(layers, label) {
  const count = layers[0].values.length;
  const totals = layers[0].values.map((_, at) => sum(layers.map(({ values }) => values[at])));
  const highest = Math.max(...totals, 1);
  const bars = layers[0].values.flatMap((_, at) => {
    let below = 0;
    return layers
      .filter(({ values }) => values[at] > 0)
      .map(({ tone, values }) => {
        const size = Math.max((values[at] / highest) * (height - 2), 2);
        below += size;
        return svg("rect", {
          class: `bar-${tone}`,
          x: at * step,
          y: height - below,
          width: bar,
          height: size,
        });
      });
  });
  const text = `${label}, by minute in the last hour: ${layers
    .map(({ name, values }) => `${sum(values)} ${name}`)
    .join(", ")}, most in a minute ${Math.max(...totals)}`;
  const base = svg("line", {
    class: "base",
    x1: 0,
    x2: count * step,
    y1: height - 0.5,
    y2: height - 0.5,
  });
  return svg(
    "svg",
    {
      class: "chart",
      viewBox: `0 0 ${count * step} ${height}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": text,
    },
    base,
    ...bars,
  );
}

/** An arrow between two stages; `down` for the way to the dead-letter queue. */
export function arrow(down = false) {
  return svg(
    "svg",
    {
      class: down ? "arrow down" : "arrow",
      viewBox: "0 0 24 24",
      "aria-hidden": "true",
    },
    svg("path", { d: down ? "M12 1v18m-6-6 6 6 6-6" : "M1 12h18m-6-6 6 6-6 6" }),
  );
}
