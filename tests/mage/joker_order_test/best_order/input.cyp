CREATE (a:Nothing);
