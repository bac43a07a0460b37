"""From two CSV files to a chart: run it as a script, or cell by cell in an editor that knows `# %%`."""

# %% [markdown]
# # Two offices, ten people
# Who works with whom, from an export that has nothing but names. Everything is invented.

# %%
from html import escape
from pathlib import Path

import pandas as pd

import alliancenet as an

folder = Path("tutorial")
folder.mkdir(exist_ok=True)
(folder / "people.csv").write_text("""id,office,level
ana,north,senior
ben,north,middle
cara,north,middle
dev,north,junior
eli,north,junior
finn,south,senior
gwen,south,middle
hugo,south,middle
ida,south,junior
jon,south,junior
""")
(folder / "ties.csv").write_text("""source,target,weight
ana,ben,4
ben,cara,2
cara,dev,3
dev,eli,1
ana,cara,2
cara,gwen,5
gwen,cara,5
gwen,hugo,2
hugo,ida,3
ida,jon,1
gwen,ida,2
finn,gwen,4
""")

# %% [markdown]
# ## Read
# Faults of both files come all at once: `error.problems.to_frame()` is a table of them. What had to be
# assumed stands in `project.problems`.

# %%
project = an.read_edge_list(folder / "people.csv", folder / "ties.csv", firm="office", level="level")
print(project)

# %% [markdown]
# ## Audit
# The same seed gives the same audit. In a notebook, `audit` alone in a cell draws it.

# %%
audit = an.audit(project, seed=1)[0]
findings = audit.findings.to_frame()
print(audit)
print(findings[["code", "severity", "sentence"]].to_string(index=False))

# %% [markdown]
# ## Numbers
# A number that cannot be told has no value and says why: unknown is never 0.

# %%
scores = audit.scores.to_frame()
told = scores[scores.state == "ok"]
print(told[["metric", "subject", "value", "low", "high", "n", "unit"]].head(8).to_string(index=False))
print(scores[scores.state != "ok"][["metric", "reason"]].drop_duplicates().head(4).to_string(index=False))

# %% [markdown]
# ## The network itself
# Any graph of networkx, igraph, pandas or scipy can be measured. Who stands between the offices?

# %%
graph = an.to_networkx(audit, layer="communication")
metrics = an.metrics(graph, by="firm", only=["betweenness", "redundancy"], seed=1).to_frame()
between = metrics[metrics.metric == "betweenness"].set_index("subject").value.sort_values(ascending=False)
print(between.head(3))

# %% [markdown]
# ## What if
# A simulation, not a forecast: nobody takes over the ties of whoever leaves.

# %%
after = an.what_if(audit, leaves=[between.index[0]])
print(pd.DataFrame([(m.name, *m.about[:1], m.before, m.after) for m in after.measures if len(m.about) < 2][:6]))

# %% [markdown]
# ## A chart
# The picture is plain SVG, so nothing more has to be installed.


# %%
def bars(values, width=420, row=22):
    """Draw a bar for each value."""
    longest = max(values.max(), 1)
    drawn = "".join(
        f'<text x="0" y="{place * row + 15}">{escape(name)}</text>'
        f'<rect x="60" y="{place * row + 3}" width="{value / longest * (width - 110):.1f}" height="{row - 6}" fill="#0072b2"/>'
        f'<text x="{65 + value / longest * (width - 110):.1f}" y="{place * row + 15}">{value:.1f}</text>'
        for place, (name, value) in enumerate(values.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{len(values) * row}" '
        f'font-family="sans-serif" font-size="13">{drawn}</svg>'
    )


(folder / "chart.svg").write_text(bars(between.head(6)))

# %% [markdown]
# ## To hand on
# Tables of an audit are the analyst's own. What leaves passes the gate: a view for one reader.

# %%
an.view(audit, role="executive").report(folder / "report.html")
print(f"{folder}/chart.svg and {folder}/report.html are written")
