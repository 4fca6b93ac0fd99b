import '#renderer/shared/api/no-eval.ts';
import '#renderer/shared/styles/base.css';
import '#renderer/remote/phone.css';

import { mount } from 'svelte';

import App from '#renderer/remote/App.svelte';
import { withoutPageMenu } from '#renderer/shared/focus/without-page-menu.ts';
import { language } from '#renderer/shared/i18n/language.svelte.ts';

language.choose('auto');
withoutPageMenu();
const target = document.getElementById('app');
if (target) mount(App, { target });
