// Starts the page: theme, state, keys, then the first drawing.
import { render } from 'preact'
import 'uplot/dist/uPlot.min.css'
import './tokens.css'
import './base.css'
import './frame.css'
import './views.css'
import './logs.css'
import './pages.css'
import { startKeys } from './keys.js'
import { startState } from './state.js'
import { startTheme } from './theme.js'
import { App } from './views/app.js'

startTheme()
startState()
startKeys()
const place = document.getElementById('app')
if (place !== null) render(<App />, place)
