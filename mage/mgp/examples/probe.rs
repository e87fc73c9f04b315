//! A module that tries everything the layer keeps from going wrong; the tests load it into the host.

use ludograph_mgp::log::{Level, log};
use ludograph_mgp::{
    Call, Error, Fields, FunctionCall, Module, Out, Procedure, Record, Result, Type, View, memory, module,
};

/// The nodes with a label that have at least so many relationships.
fn hubs(call: &Call<'_>) -> Result<()> {
    let label: &str = call.arg("label")?;
    let at_least: i64 = call.arg("at_least")?;
    if at_least < 1 {
        return Err(Error::argument("at_least", "a positive integer", at_least));
    }
    let mut vertices = call.vertices()?;
    while let Some(vertex) = vertices.next()? {
        let degree = vertex.out_edges()?.count()? + vertex.in_edges()?.count()?;
        if vertex.has_label(label)? && i64::try_from(degree).unwrap_or(i64::MAX) >= at_least {
            let name: Option<String> = vertex.get("name")?;
            call.record((("node", vertex), ("name", name), ("degree", degree)))?;
        }
    }
    Ok(())
}

/// Gives any value back, by way of its view.
fn echo(call: &Call<'_>) -> Result<()> {
    let view: View<'_> = call.arg("value")?;
    let kind = view.kind();
    let list: ludograph_mgp::List<'_> = call.arg("rest")?;
    let rest = list.to_vec::<f64>("rest")?;
    let value = match view {
        View::List(items) => Out::List(items.values()?.map(|item| item?.to_out()).collect::<Result<_>>()?),
        View::Map(entries) => {
            let mut copy = Vec::new();
            entries.for_each(|key, value| {
                copy.push((key.to_owned().into(), Out::String(value.view()?.kind().into())));
                Ok(())
            })?;
            Out::Map(copy)
        }
        View::Vertex(vertex) => vertex.into(),
        View::Edge(edge) => edge.into(),
        View::Path(path) => path.into(),
        View::Null => Out::Null,
        View::Bool(value) => value.into(),
        View::Int(value) => value.into(),
        View::Float(value) => value.into(),
        View::String(value) => value.into(),
        View::Date(value) => value.into(),
        View::LocalTime(value) => value.into(),
        View::LocalDateTime(value) => value.into(),
        View::Duration(value) => value.into(),
        other => return Err(Error::new(format!("unexpected {}", other.kind()))),
    };
    call.record((("value", value), ("kind", kind), ("sum", rest.iter().sum::<f64>())))
}

/// Panics in the ways there are, after a record.
fn panics(call: &Call<'_>) -> Result<()> {
    struct Spiteful;
    impl Drop for Spiteful {
        fn drop(&mut self) {
            panic!("again");
        }
    }
    call.record([("n", 1_i64)])?;
    match call.arg::<&str>("how")? {
        "text" => panic!("plain text"),
        "format" => panic!("{} and {}", 1, 2),
        "index" => {
            let items: Vec<i64> = Vec::new();
            let index = items.len() + 3;
            call.record([("n", items[index])])
        }
        "payload" => std::panic::panic_any(Spiteful),
        _ => None.ok_or_else(|| Error::new("nothing to panic about")),
    }
}

/// A procedure by this name once overwrote libc's function.
fn write(call: &Call<'_>) -> Result<()> {
    let from = call.vertex(call.arg("from")?)?.ok_or_else(|| Error::new("there is no such node"))?;
    let made = call.create_vertex()?;
    made.get().add_label("Made")?;
    made.get().set("parts", vec![1_i64, 2, 3])?;
    made.get().set("note", Out::Map(vec![("a".into(), 1_i64.into())]))?;
    let edge = call.create_edge(&from.get(), &made.get(), "MADE")?;
    edge.get().set("weight", 0.5)?;
    let mut path = call.path(&from.get())?;
    path.expand(&edge.get())?;
    call.record((("path", &path), ("labels", made.get().labels()?)))
}

fn forbidden(call: &Call<'_>) -> Result<()> {
    call.create_vertex().map(drop)
}

fn rank(call: &Call<'_>) -> Result<()> {
    let mut vertices = call.vertices()?;
    while let Some(vertex) = vertices.next()? {
        call.record([("n", vertex.get::<i64>("rank")?)])?;
    }
    Ok(())
}

fn wrong_names(call: &Call<'_>) -> Result<()> {
    match call.arg::<&str>("how")? {
        "argument" => call.arg::<i64>("hwo").map(drop),
        "field" => call.record([("m", 1_i64)]),
        "type" => call.arg::<i64>("how").map(drop),
        "nul" => call.record([("n", "a\0b")]),
        _ => call.record(()),
    }
}

/// Fields of which one cannot be set, and that go on.
struct Careless;

impl<'o> Fields<'o> for Careless {
    fn set(self, record: &mut Record<'o>) -> Result<()> {
        record.set("n", 1_i64)?;
        record.set("x", 1.5)?;
        record.set("text", "kept")?;
        let _ignored = record.set("text", "not\0kept");
        Ok(())
    }
}

/// Records whose values stand in the one before, whose fields stand in any order, or that are set carelessly.
fn records(call: &Call<'_>) -> Result<()> {
    match call.arg::<&str>("how")? {
        "repeated" => {
            for (n, x) in [(1, Some(0.0)), (1, Some(-0.0)), (1, None), (2, None), (2, Some(-0.0))] {
                call.record((("n", n), ("x", x), ("text", "same")))?;
            }
            Ok(())
        }
        "order" => {
            call.record((("n", 1), ("x", 0.5), ("text", "declared")))?;
            call.record((("text", "last first"), ("n", 2), ("x", 1.5)))?;
            call.record(vec![("n", Out::Int(3)), ("text", "vector".into()), ("x", Out::Null), ("n", Out::Int(4))])
        }
        _ => call.record(Careless),
    }
}

/// Reads ids into the server's memory until it is full.
fn hoard(call: &Call<'_>) -> Result<()> {
    let mut ids = call.buffer::<i64>();
    for id in 0..call.arg::<i64>("count")? {
        ids.push(id)?;
    }
    call.record([("n", ids.iter().sum::<i64>())])
}

/// Reads who used what, as an algorithm over a graph of games would.
fn usage(call: &Call<'_>) -> Result<()> {
    let (mut runs, mut uses) = (0_i64, call.buffer::<(i64, i64, i64)>());
    let mut vertices = call.vertices()?;
    while let Some(vertex) = vertices.next()? {
        if !vertex.has_label("Run")? {
            continue;
        }
        runs += 1;
        let run = vertex.id()?;
        let mut edges = vertex.out_edges()?;
        while let Some(edge) = edges.next()? {
            if edge.kind()? == "USED" {
                uses.push((run, edge.to()?.id()?, edge.get("rounds")?))?;
            }
        }
    }
    let rounds: i64 = uses.iter().map(|used| used.2).sum();
    call.record((("runs", runs), ("uses", uses.len()), ("rounds", rounds)))
}

fn huge(_call: &Call<'_>) -> Result<()> {
    memory::vec_with_capacity::<u64>(usize::MAX / 16).map(drop)
}

fn patient(call: &Call<'_>) -> Result<()> {
    let deadline = call.deadline_ms(call.arg::<i64>("own_ms")?.unsigned_abs());
    while !deadline.is_over() {
        std::hint::spin_loop();
    }
    call.check_abort()?;
    call.record([("n", 1_i64)])
}

fn threads(call: &Call<'_>) -> Result<()> {
    let tracker = call.tracker();
    let tracked = std::thread::scope(|scope| {
        let run = || tracker.track().is_some();
        scope.spawn(run).join().unwrap_or(false)
    });
    log(Level::Info, "tracked\0");
    call.record([("n", i64::from(tracked))])
}

fn countdown_start(call: &Call<'_>) -> Result<i64> {
    let from = call.arg("from")?;
    if from < 0 { Err(Error::argument("from", "at least 0", from)) } else { Ok(from) }
}

fn countdown_next(call: &Call<'_>, left: &mut i64) -> Result<()> {
    for _ in 0..2 {
        if *left > 0 {
            call.record([("left", *left)])?;
            *left -= 1;
        }
    }
    Ok(())
}

fn shout<'c>(call: &FunctionCall<'c>) -> Result<Out<'c>> {
    let text: &str = call.arg("text")?;
    assert!(!text.is_empty(), "nothing to shout");
    Ok(format!("{}{}", text.to_uppercase(), call.arg::<&str>("mark")?).into())
}

module!(|| {
    let int = || Type::Int;
    Module::new()
        .with(
            Procedure::read("hubs", hubs)
                .arg("label", Type::String)
                .opt("at_least", int(), 1)
                .result("node", Type::Node)
                .result("name", Type::String.nullable())
                .result("degree", int()),
        )
        .with(
            Procedure::read("echo", echo)
                .arg("value", Type::Any.nullable())
                .opt("rest", Type::list(Type::Number), vec![0.5])
                .result("value", Type::Any.nullable())
                .result("kind", Type::String)
                .result("sum", Type::Float),
        )
        .with(Procedure::read("panics", panics).arg("how", Type::String).result("n", int()))
        .with(
            Procedure::write("write", write)
                .arg("from", int())
                .result("path", Type::Path)
                .result("labels", Type::list(Type::String)),
        )
        .with(Procedure::read("forbidden", forbidden).result("n", int()))
        .with(Procedure::read("rank", rank).result("n", int()))
        .with(Procedure::read("wrong_names", wrong_names).arg("how", Type::String).result("n", Type::Any))
        .with(
            Procedure::read("records", records)
                .arg("how", Type::String)
                .result("n", int())
                .result("x", Type::Float.nullable())
                .result("text", Type::String),
        )
        .with(Procedure::read("hoard", hoard).arg("count", int()).result("n", int()))
        .with(Procedure::read("usage", usage).result("runs", int()).result("uses", int()).result("rounds", int()))
        .with(Procedure::read("huge", huge).result("n", int()))
        .with(Procedure::read("patient", patient).opt("own_ms", int(), 60_000).result("n", int()))
        .with(Procedure::read("threads", threads).result("n", int()))
        .with(
            Procedure::batch_read("countdown", countdown_start, countdown_next)
                .arg("from", int())
                .result("left", int())
                .if_supported(),
        )
        .with(Procedure::function("shout", shout).arg("text", Type::String).opt("mark", Type::String, "!"))
});
