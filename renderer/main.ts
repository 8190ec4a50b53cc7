import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './style/tokens.css';
import './style/base.css';
import { mount } from 'svelte';
import * as z from 'zod';
import App from './App.svelte';
import { loadHostText } from './parts/host-text.ts';
import { getLocale } from './paraglide/runtime.js';

// zod would make functions of text, which the policy of the page forbids.
z.config({ jitless: true });
document.documentElement.lang = getLocale();
const target = document.getElementById('app');
// Without the catalogue the page still works; what the host says is in English then.
await loadHostText().catch(() => undefined);
if (target) mount(App, { target });
