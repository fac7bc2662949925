"""The report page's style sheet: light and dark, no fonts or files from elsewhere."""

STYLE = """
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --card: #ffffff; --ink: #1d2129; --soft: #5c6470; --rule: #e1e2e5; --empty: #eff0f2;
  --c0: #2563b8; --c1: #c05a10; --c2: #16815a; --c3: #8547b5; --good: #16815a; --bad: #c0322b; --inverse: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181d; --card: #1d2128; --ink: #e6e8eb; --soft: #a0a7b2; --rule: #343a44; --empty: #272c35;
    --c0: #6ea8f0; --c1: #f0a05a; --c2: #5cc79a; --c3: #c79af0; --good: #5cc79a; --bad: #f08078; --inverse: #10131a;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 20px 48px; max-width: 1180px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
header, section { background: var(--card); border: 1px solid var(--rule); border-radius: 8px;
  padding: 18px 22px; margin: 0 0 16px; }
h1 { font-size: 24px; line-height: 1.3; margin: 0 0 4px; display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; }
h2 { font-size: 17px; margin: 0 0 10px; }
p { margin: 4px 0 10px; color: var(--soft); overflow-wrap: anywhere; }
.verdict { font-size: 14px; font-weight: 600; padding: 2px 10px; border-radius: 999px; border: 1.5px solid currentColor; }
.yes { color: var(--good); } .no { color: var(--bad); }
.tiles { display: flex; flex-wrap: wrap; gap: 8px 34px; margin-top: 12px; }
.tiles div { display: flex; flex-direction: column; }
.tiles b { font-size: 21px; font-variant-numeric: tabular-nums; } .tiles span { color: var(--soft); font-size: 13px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: 4px 10px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
thead th { color: var(--soft); font-weight: 600; } tfoot td { font-weight: 600; border-bottom: 0; }
.text { text-align: left; }
tr.peak td:nth-child(9) { font-weight: 700; color: var(--c1); }
tr.broken td, tr.broken th { color: var(--bad); font-weight: 600; }
.bar { display: inline-block; width: 110px; height: 9px; margin-right: 4px; background: var(--empty); border-radius: 3px;
  overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--c0); } .bar.over i { background: var(--bad); }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 14px 24px; }
.grid.narrow { grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr)); }
figure { margin: 0; min-width: 0; }
figcaption { font-size: 14px; font-weight: 600; margin-bottom: 2px; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
.tick, .end { font-size: 11.5px; fill: var(--soft); } .end { font-weight: 600; } .strong { fill: var(--ink); font-weight: 700; }
svg .rule { stroke: var(--rule); stroke-width: 1; }
svg .phase { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
svg .limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 6 3; } .limit-text { fill: var(--bad); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); } .s2 { stroke: var(--c2); } .s3 { stroke: var(--c3); }
.t0, .f0 { fill: var(--c0); } .t1, .f1 { fill: var(--c1); } .t2, .f2 { fill: var(--c2); } .t3, .f3 { fill: var(--c3); }
.hover { fill: transparent; }
.empty { fill: var(--empty); } .cell { fill: var(--c0); } .cell.miss { fill: var(--bad); }
.count { fill: var(--ink); text-anchor: middle; } .count.inverse { fill: var(--inverse); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0 0 8px; } dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; } code, pre { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, monospace; }
pre { overflow-x: auto; background: var(--empty); padding: 10px; border-radius: 6px; margin: 6px 0; }
summary { cursor: pointer; color: var(--soft); }
"""
