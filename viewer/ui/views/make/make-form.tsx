// The frame of a form that has a packet made: its fields, the button, and why it was refused.
import type { ComponentChildren, TargetedInputEvent } from 'preact'
import { useState } from 'preact/hooks'
import type { MakeRequest } from '../../../shared/make.js'
import { startMaking } from '../../make.js'
import { Failure } from '../../widgets/notes.js'

interface FormProps {
  /** What the fields say now. */
  readonly request: () => MakeRequest
  /** Called once the work has begun. */
  readonly onStarted?: () => void
  readonly children: ComponentChildren
}

export function MakeForm({ request, onStarted, children }: FormProps) {
  const [refusal, setRefusal] = useState<string | undefined>(undefined)
  const [isSending, setSending] = useState(false)
  const send = async (event: Event) => {
    event.preventDefault()
    setSending(true)
    const answer = await startMaking(request())
    setSending(false)
    setRefusal(answer.kind === 'failed' ? answer.message : undefined)
    if (answer.kind === 'ok') onStarted?.()
  }
  return (
    <form class="make-form" onSubmit={event => void send(event)}>
      {children}
      {refusal === undefined ? null : <Failure>{refusal}</Failure>}
      <p>
        <button type="submit" class="button is-strong" disabled={isSending}>
          Make the packet
        </button>
      </p>
    </form>
  )
}

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onInput: (text: string) => void
  readonly placeholder?: string
  readonly isSecret?: boolean
  readonly isRequired?: boolean
  /** What it is, and where to get it. */
  readonly children?: ComponentChildren
}

export function TextField({
  label,
  value,
  onInput,
  placeholder,
  isSecret,
  isRequired,
  children,
}: TextFieldProps) {
  const shared = {
    class: 'search',
    value,
    placeholder,
    required: isRequired,
    autocomplete: 'off' as const,
    spellcheck: false,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => onInput(event.currentTarget.value),
  }
  return (
    <label class="field">
      <span>{label}</span>
      {isSecret === true ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
      {children === undefined ? null : <span class="quiet field-help">{children}</span>}
    </label>
  )
}

interface CheckProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={event => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  )
}

interface ChoiceProps<T extends string> {
  readonly title: string
  readonly name: string
  readonly value: T
  readonly choices: readonly (readonly [id: T, says: string])[]
  readonly onChange: (id: T) => void
}

export function Choice<T extends string>({ title, name, value, choices, onChange }: ChoiceProps<T>) {
  return (
    <fieldset class="field">
      <legend>{title}</legend>
      {choices.map(([id, says]) => (
        <label class="check" key={id}>
          <input type="radio" name={name} checked={value === id} onChange={() => onChange(id)} />
          {says}
        </label>
      ))}
    </fieldset>
  )
}
