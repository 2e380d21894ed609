// Style sheets are bundled by the build; to the type checker they are modules without content.
declare module '*.css'
