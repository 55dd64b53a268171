import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/print.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { startClock } from './live/clock.svelte'
import { startRouter } from './router.svelte'
import { startTheme } from './theme.svelte'
import { startLanguage } from './words/words.svelte'

startTheme()
startClock()
startRouter()
await startLanguage()
mount(App, { target: document.getElementById('console')! })
