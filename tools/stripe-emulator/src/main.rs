//! The emulator as a program: `stripe-emulator [ADDRESS [ENDPOINT SECRET]]` listens there (127.0.0.1, any free port,
//! unless named), sends its messages to the endpoint, signed with the secret, and prints its address and keys.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use stripe_emulator::{Emulator, LIVE_KEY, TEST_KEY};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let listen = arguments.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let endpoint = arguments.next().zip(arguments.next());
    let Ok(listen) = listen.parse::<SocketAddr>() else {
        eprintln!("{listen} is not an address such as 127.0.0.1:4242");
        return ExitCode::FAILURE;
    };
    match Emulator::start(listen, Arc::new(unix_seconds)).await {
        Ok(emulator) => {
            if let Some((url, secret)) = endpoint {
                emulator.add_endpoint(TEST_KEY, &url, &secret);
            }
            println!("{}", emulator.url());
            println!("keys: {TEST_KEY} {LIVE_KEY}");
            std::future::pending::<()>().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("nobody can be served at {listen}: {error}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the emulator stands outside; its time is the world's")]
fn unix_seconds() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
