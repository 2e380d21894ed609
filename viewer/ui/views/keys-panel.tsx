// Every key the page listens to, in the panel.
import { keyList } from '../keys.js'
import { keysOpen } from '../state.js'
import { PanelFrame } from '../widgets/panel-frame.js'

export function KeysPanel() {
  return (
    <PanelFrame label="Keys" title="Keys" onClose={() => (keysOpen.value = false)}>
      <dl class="keys">
        {keyList.map(({ keys, does }) => (
          <div key={keys.join(' ')}>
            <dt>
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </PanelFrame>
  )
}
