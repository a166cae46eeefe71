"""The style sheet of an answer; its colours are tints, so that it fits any theme."""

STYLE = """
.gr-answer {
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif;
  color: inherit; max-width: 46em; padding: 2px 0 4px; overflow-wrap: anywhere;
}
.gr-answer p { margin: 0 0 .35em }
div.gr-answer section.gr-part p code {
  font: .95em/1.4 ui-monospace, "Cascadia Code", Consolas, "Liberation Mono", Menlo, monospace;
  background: none; padding: 0; color: inherit;
}
div.gr-answer section.gr-part pre {
  margin: .2em 0 .5em; padding: .5em .8em; border-radius: 6px; background: rgba(128, 128, 128, .13);
  color: inherit;
  font: .92em/1.5 ui-monospace, "Cascadia Code", Consolas, "Liberation Mono", Menlo, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.gr-part {
  --gr-tone: 128, 128, 128; margin: 0 0 6px; padding: .5em .9em .3em; border-radius: 6px;
  border-left: 4px solid rgb(var(--gr-tone)); background: rgba(var(--gr-tone), .09);
}
.gr-tone-good { --gr-tone: 38, 145, 97 }
.gr-tone-part { --gr-tone: 200, 140, 20 }
.gr-tone-bad { --gr-tone: 205, 75, 50 }
.gr-hint { --gr-tone: 60, 125, 190 }
.gr-answer .gr-head { display: flex; flex-wrap: wrap; gap: 0 .6em; align-items: baseline }
.gr-head code { font-weight: 700 }
.gr-sign { font-weight: 700; width: 1em; text-align: center }
.gr-points { margin-left: auto; font-variant-numeric: tabular-nums }
.gr-answer .gr-title, .gr-answer .gr-soft { opacity: .78 }
.gr-answer .gr-why { font-weight: 650 }
.gr-answer .gr-foot { padding: .1em .9em 0 calc(.9em + 4px) }
.gr-answer summary { cursor: pointer; opacity: .78; margin: .1em 0 }
.gr-answer details { margin: 0 0 .35em }
.gr-answer .figures { display: flex; flex-wrap: wrap; gap: .6em 1.2em; margin: .3em 0 .5em }
.gr-answer figure { margin: 0; min-width: 0; max-width: 100% }
.gr-answer figcaption {
  padding-left: .3em; font-size: .88em; font-weight: 600; text-align: left; opacity: .85;
}
.gr-answer .scroll { overflow-x: auto }
.gr-answer table {
  border-collapse: separate; border-spacing: 2px; margin: 0; border: none; color: inherit;
  font: .9em/1.4 ui-monospace, "Cascadia Code", Consolas, "Liberation Mono", Menlo, monospace;
  font-variant-numeric: tabular-nums;
}
.gr-answer tbody tr, .gr-answer thead, .gr-answer tbody tr:nth-child(odd), .gr-answer tbody tr:hover {
  background: none; border: none;
}
.gr-answer th { padding: .1em .45em; font-weight: 400; text-align: right; opacity: .75 }
.gr-answer td {
  padding: .12em .45em; text-align: right; white-space: nowrap; border-radius: 3px; max-width: none;
}
.gr-answer table b { text-decoration: underline; text-underline-offset: .2em }
.gr-answer td.w1 { background: rgba(205, 75, 50, .16) }
.gr-answer td.w2 { background: rgba(205, 75, 50, .3) }
.gr-answer td.w3 { background: rgba(205, 75, 50, .46) }
.gr-answer .map svg {
  width: 8em; height: 8em; border: 1px solid rgba(128, 128, 128, .6); shape-rendering: crispEdges;
}
.gr-answer .map .w1 { fill: rgba(205, 75, 50, .3) }
.gr-answer .map .w2 { fill: rgba(205, 75, 50, .6) }
.gr-answer .map .w3 { fill: rgb(205, 75, 50) }
.gr-answer .chart svg {
  width: 100%; max-width: 34em; height: auto; fill: none; stroke: currentColor; stroke-width: 2;
}
.gr-answer .chart text { fill: currentColor; stroke: none; font: 12px system-ui, sans-serif }
.gr-answer .chart .axis { stroke: rgba(128, 128, 128, .5); stroke-width: 1 }
.gr-answer .chart path.yours { stroke: rgb(205, 75, 50) }
.gr-answer .chart path.expected { stroke: rgb(38, 145, 97); stroke-dasharray: 2 5 }
"""
