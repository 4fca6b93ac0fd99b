import '#renderer/shared/api/no-eval.ts';
import '#renderer/shared/styles/base.css';

import { mount } from 'svelte';

import App from '#renderer/kiosk/App.svelte';
import { withoutPageMenu } from '#renderer/shared/focus/without-page-menu.ts';

withoutPageMenu();
const target = document.getElementById('app');
if (target) mount(App, { target });
