//! Generates the Rust types of `ludograph/v1/*.proto` through protox, so that no protoc is needed.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=ludograph");
    let files = ["ludograph/v1/event.proto", "ludograph/v1/balatro.proto", "ludograph/v1/brigade.proto"];
    let descriptors = protox::compile(files, ["."])?;
    prost_build::Config::new().compile_fds(descriptors)?;
    Ok(())
}
