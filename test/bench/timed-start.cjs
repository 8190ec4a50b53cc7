// Starts the program of TIMED_MAIN in Electron, and prints when its page can be used: its heading is seen, its button
// can be pressed, and the page has been painted with them. Then it ends.
const process = require('node:process');
const { app } = require('electron');

const usable = `new Promise((resolve) => {
  const look = () => {
    const heading = document.querySelector('h1');
    const button = document.querySelector('main button');
    const isThere = heading && heading.getClientRects().length > 0 && button && !button.disabled;
    if (!isThere) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
  };
  look();
})`;
app.on('web-contents-created', (_, contents) => {
  contents.once('dom-ready', async () => {
    // The page's own clock: what the main process is busy with does not count twice.
    const at = await contents.mainFrame.executeJavaScript(usable);
    process.stdout.write(`\n${JSON.stringify({ usable: at })}\n`, () => app.quit());
  });
});
require(process.env.TIMED_MAIN);
