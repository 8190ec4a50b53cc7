// Holds the app's start until Playwright is connected: it loses a window that opens meanwhile.
const process = require('node:process');
const { app } = require('electron');

const isReady = app.whenReady();
const isConnected = new Promise((resolve) => {
  // Playwright calls it by this name.
  globalThis.__playwright_run = resolve;
});
app.whenReady = () => Promise.all([isReady, isConnected]);
require(process.env.GUIDEPOST_TEST_HELD);
