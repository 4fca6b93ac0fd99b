import '#renderer/shared/api/no-eval.ts';
import '#renderer/shared/styles/base.css';
import '#renderer/remote/phone.css';

import { mount } from 'svelte';

import App from '#renderer/remote/App.svelte';
import { language } from '#renderer/shared/i18n/language.svelte.ts';

language.choose('auto');
const target = document.getElementById('app');
if (target) mount(App, { target });
