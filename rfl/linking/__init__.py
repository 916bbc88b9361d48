"""Links between a sought person and a registered one: suggested by the engine, judged by people."""
