// Prints as JSON what axe-core finds on the page named by the first argument, at two widths and in both colour schemes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , page, browser, modules] = process.argv;
const require = createRequire(`${modules}/`);
const { chromium } = require('playwright-core');
const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const driven = await chromium.launch({
  executablePath: browser,
  args: [...quiet, '--disable-component-update', '--disable-sync'],
});
const found = [];
for (const width of [390, 1200]) {
  for (const colorScheme of ['light', 'dark']) {
    const tab = await driven.newPage({ viewport: { width, height: 900 }, colorScheme });
    await tab.goto(page);
    await tab.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations, passes } = await tab.evaluate(() => axe.run());
    const fits = await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    found.push({ width, colorScheme, passes: passes.length, fits, violations: violations.map((rule) => rule.id) });
  }
}
await driven.close();
console.log(JSON.stringify(found));
