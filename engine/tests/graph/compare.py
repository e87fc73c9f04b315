"""Answers for graphs what networkx says of them: one JSON line in, one out."""
import json
import sys

import networkx as nx

for line in sys.stdin:
    case = json.loads(line)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(case["nodes"]))
    graph.add_weighted_edges_from(case["edges"])
    back = nx.Graph()
    back.add_nodes_from(range(case["nodes"]))
    back.add_weighted_edges_from(case["undirected"])
    nodes = range(case["nodes"])
    listed = lambda by_node: [by_node[node] for node in nodes]
    ranks = lambda weight: listed(nx.pagerank(graph, alpha=case["damping"], tol=1e-12, max_iter=1000, weight=weight))
    roots = {node: min(part) for part in nx.weakly_connected_components(graph) for node in part}
    start = case["start"]
    hops = nx.single_source_shortest_path_length(graph, start) if nodes else {}
    lengths = nx.single_source_dijkstra_path_length(graph, start) if nodes else {}
    between = lambda of, weight, normalized: listed(nx.betweenness_centrality(of, weight=weight, normalized=normalized))
    quality = None
    loopless = back.copy()
    loopless.remove_edges_from(list(nx.selfloop_edges(back)))
    if loopless.number_of_edges():
        quality = max(
            nx.community.modularity(loopless, nx.community.louvain_communities(loopless, seed=seed)) for seed in range(4)
        )
    print(json.dumps({
        "pagerank": ranks(None),
        "pagerank_weighted": ranks("weight"),
        "components": listed(roots),
        "hops": [hops.get(node) for node in nodes],
        "lengths": [lengths.get(node) for node in nodes],
        "betweenness": between(graph, None, True),
        "betweenness_weighted": between(graph, "weight", True),
        "betweenness_raw": between(graph, None, False),
        "betweenness_undirected": between(back, None, True),
        "betweenness_undirected_raw_weighted": between(back, "weight", False),
        "louvain_modularity": quality,
    }))
