import Calypso

/// The style of a page, the only one that its policy lets in.
enum ReportStylesheet {
  /// Value of the `Content-Security-Policy` of a page: nothing is loaded, run or sent, and no other style applies.
  static let securityPolicy =
    "default-src 'none'; style-src 'sha256-\(Base64.text(ofHexadecimal: ContentDigest.sha256("\(text)".utf8)))'; "
    + "base-uri 'none'; form-action 'none'"

  static let text: StaticString = """
    :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --page: #fff; --panel: #f6f8fa; --line: #d0d7de;
      --pass: #1a7f37; --fail: #b42318; --open: #8a5a00; --calm: #0b63b0; --mute: #6e7781; --bar: #0b63b0; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --soft: #9da7b1; --page: #0d1117; --panel: #161b22; --line: #30363d;
        --pass: #3fb950; --fail: #ff7b72; --open: #e3b341; --calm: #6cb6ff; --mute: #9da7b1; --bar: #6cb6ff; }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink);
      background: var(--page); }
    main, header, footer { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem; }
    h1 { font-size: 1.05rem; font-weight: 600; margin: 1.5rem 0 .75rem; color: var(--soft); }
    h2 { font-size: 1.2rem; margin: 2.25rem 0 .6rem; padding-top: .75rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
    p { margin: .4rem 0; max-width: 75ch; }
    td p { max-width: none; }
    a { color: var(--calm); }
    a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--calm); outline-offset: 2px; }
    .verdict { border: 1px solid var(--line); border-left: .5rem solid var(--tone); border-radius: .4rem;
      padding: 1rem 1.25rem;
      background: var(--panel); }
    .verdict strong { display: block; font-size: 2rem; line-height: 1.15; letter-spacing: .02em; color: var(--tone); }
    .PASS, .expected, .severity-note { --tone: var(--pass); }
    .FAIL, .unexpected, .severity-fail { --tone: var(--fail); }
    .INCONCLUSIVE, .firewall, .severity-inconclusive { --tone: var(--open); }
    .refused { --tone: var(--mute); }
    dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: .8rem 0 0; }
    dl.facts dt { color: var(--soft); }
    dl.facts dd { margin: 0; }
    nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; padding: 0; margin: 1rem 0 0; }
    .t, code, pre { font: .86em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    /* Text from logs: kept in its own direction, broken anywhere rather than let out of its box. */
    .t, .v { unicode-bidi: isolate; overflow-wrap: anywhere; word-break: break-word; }
    .long { display: block; max-height: 9em; overflow: auto; border: 1px dashed var(--line); padding: .2rem .4rem; }
    pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--panel); border: 1px solid var(--line);
      border-radius: .3rem;
      white-space: pre-wrap; overflow-wrap: anywhere; max-height: 30em; overflow: auto; }
    table { width: 100%; border-collapse: collapse; margin: .5rem 0; table-layout: fixed; }
    caption { text-align: left; color: var(--soft); padding: .2rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0;
      border-bottom: 1px solid var(--line); }
    thead th { color: var(--soft); font-weight: 600; font-size: .86em; }
    tbody th { font-weight: 600; }
    th, td, h3, li, dd, figcaption { overflow-wrap: anywhere; }
    time { display: block; white-space: nowrap; }
    .w1 { width: 7rem; } .w2 { width: 9.5rem; } .w3 { width: 6rem; }
    .w4 { width: 12.5rem; } .w5 { width: 18.5rem; }
    td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
    tbody.group tr:not(:last-child) > * { border-bottom: 0; padding-bottom: 0; }
    tbody.group tr:last-child td { color: var(--soft); padding-top: .1rem; }
    tbody.group th[scope="rowgroup"] { font-weight: 400; }
    .tag { display: inline-block; white-space: nowrap; font-size: .8em; font-weight: 600; color: var(--tone);
      border: 1px solid var(--tone); border-radius: 1em; padding: 0 .6em; }
    ul.reasons { list-style: none; padding: 0; margin: .5rem 0; }
    ul.reasons li { border-left: .25rem solid var(--tone); padding: .25rem 0 .25rem .8rem; margin: .5rem 0; }
    ul.reasons .code { color: var(--soft); display: block; }
    .chart { margin: .8rem 0 1.2rem; }
    .chart figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
    .chart svg { display: block; width: 100%; height: 5rem; background: var(--panel);
      border-bottom: 1px solid var(--soft); }
    .chart .axis { display: flex; justify-content: space-between; color: var(--soft); font-size: .8em; }
    .chart .events { fill: var(--bar); }
    .chart .gap { fill: var(--open); opacity: .22; }
    .chart .bad { fill: var(--fail); opacity: .28; }
    .bars { display: grid; grid-template-columns: max-content minmax(0, 1fr) max-content; gap: .35rem .9rem;
      align-items: center; }
    .bars svg { display: block; width: 100%; height: 1rem; background: var(--panel); }
    .bars rect { fill: var(--tone); }
    summary { cursor: pointer; overflow-wrap: anywhere; }
    .note { color: var(--soft); }
    footer { color: var(--soft); padding-bottom: 2.5rem; border-top: 1px solid var(--line); margin-top: 2.5rem;
      padding-top: .75rem; }
    @media (max-width: 46rem) {
      main, header, footer { padding: 0 .9rem; }
      dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
      dl.facts dd { margin-bottom: .45rem; }
      table, tbody, tr, th, td, caption { display: block; }
      thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
        white-space: nowrap; }
      tbody th, td, td.n { text-align: left; border: 0; padding: .1rem 0; }
      tbody tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
      tbody.group tr:not(:last-child) { border-bottom: 0; padding-bottom: 0; }
      tbody.group tr + tr { padding-top: 0; }
      td[data-label]::before, th[data-label]::before { content: attr(data-label) ": "; color: var(--soft);
        font-weight: 400;
        font-family: system-ui, sans-serif; }
      .w1, .w2, .w3, .w4, .w5 { width: auto; }
      time { display: inline-block; margin-right: .3em; }
      time + time::before { content: "to "; }
      .bars { grid-template-columns: max-content minmax(0, 1fr); }
      .bars .note { grid-column: 1 / -1; margin-bottom: .4rem; }
    }
    @media print {
      :root { color-scheme: light; --ink: #000; --soft: #444; --page: #fff; --panel: #fff; --line: #bbb;
        --pass: #1a7f37; --fail: #b42318; --open: #8a5a00; --calm: #000; --mute: #555; --bar: #333; }
      @page { size: landscape; margin: 12mm; }
      html { font-size: 11px; }
      body { font-size: 8.5pt; }
      main, header, footer { max-width: none; padding: 0; }
      nav { display: none; }
      a { color: inherit; text-decoration: none; }
      .long, pre { max-height: none; overflow: visible; }
      .verdict, figure { break-inside: avoid; }
      .w1 { width: 7.8rem; } .w2 { width: 9.5rem; } .w3 { width: 6.4rem; } .w4 { width: 12.5rem; }
      th, td { padding-right: .6rem; }
      h2, h3 { break-after: avoid; }
      thead { display: table-header-group; }
      svg rect, .verdict, .tag { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
