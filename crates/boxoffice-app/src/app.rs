//! `App`: everything that an operation is handed. Clock, chance and the outside world are fields, never globals.

use std::ops::Deref;
use std::sync::Arc;

use crate::accounts::authenticate::Principals;
use crate::accounts::hashing::Hashing;
use crate::clock::Clock;
use crate::files::Files;
use crate::keys::Keys;
use crate::notices::Mailer;
use crate::payments::Gateways;
use crate::payments::stripe::Stripe;
use crate::payments::test_gateway::TestGateway;
use crate::random::Random;
use crate::rates::Rates;
use crate::selling::availability::Views;
use crate::selling::desk::{Desk, Tools};
use crate::settings::Settings;
use crate::store::Store;
use crate::stream::Stream;
use crate::wiring::{self, Work};

/// The running program, as operations see it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// The parts of [`App`].
#[derive(Debug)]
pub struct Parts {
    /// The truth.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub random: Random,
    /// How the installation is set up.
    pub settings: Settings,
    /// Who wants to know what changed.
    pub stream: Stream,
    /// What is left, as pages show it.
    pub views: Views,
    /// The one way to change inventory.
    pub desk: Desk,
    /// What signs barcodes, tokens and links.
    pub keys: Keys,
    /// Who was looked up a moment ago.
    pub principals: Principals,
    /// Where passwords are hashed.
    pub hashing: Hashing,
    /// What limits guessing and flooding.
    pub rates: Rates,
    /// Tickets and pictures, in their private folder.
    pub files: Files,
    /// Who carries mail.
    pub mailer: Mailer,
    /// What the workers can do.
    pub jobs: Work,
    /// Who moves money.
    pub gateways: Gateways,
    /// Stripe, with the accounts that use it.
    pub stripe: Arc<Stripe>,
    /// The payment company in miniature, in test mode.
    pub test_gateway: Option<Arc<TestGateway>>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Puts the program together over a migrated store.
    pub async fn start(
        store: Store,
        clock: Clock,
        random: Random,
        settings: Settings,
    ) -> Result<Self, StartError> {
        let test_gateway = wiring::test_gateway(&store, &clock, &random, &settings);
        let stripe = Arc::new(Stripe::start(&store, &clock, &settings).await?);
        let keys = Keys::open(&store, &clock, &random, &settings.master_key).await?;
        let files = Files::in_folder(&settings.data)?;
        let rates = Rates::new(&clock, settings.lift_person_limits);
        let mailer = Mailer::new(&settings)?;
        let views = Views::starting_at(clock.now().micros().unsigned_abs());
        let stream = Stream::over(views.clone());
        let desk = Desk::open(Tools {
            store: store.clone(),
            clock: clock.clone(),
            random: random.clone(),
            keys: keys.clone(),
            stream: stream.clone(),
            guard: settings.guard,
        });
        Ok(Self(Arc::new(Parts {
            store,
            clock,
            random,
            settings,
            stream,
            views,
            desk,
            jobs: wiring::work(),
            gateways: wiring::gateways(&stripe, test_gateway.as_ref()),
            stripe,
            test_gateway,
            keys,
            principals: Principals::default(),
            hashing: Hashing::default(),
            rates,
            files,
            mailer,
        })))
    }
}

impl App {
    /// True while a sale needs the machine; bulk work then steps back.
    pub fn is_selling_hard(&self) -> bool {
        self.desk.is_busy()
    }
}

/// Why the program could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// The stored keys are sealed with another master key.
    #[error("the stored keys were sealed with another master key; give this node the key of the others")]
    OtherMasterKey,
    /// The mail settings cannot work.
    #[error("mail cannot be sent: {0}")]
    Mail(String),
    /// A payment gateway's settings cannot work.
    #[error("payments cannot be taken: {0}")]
    Gateway(String),
    /// A folder or file could not be used.
    #[error("{path} cannot be used: {source}")]
    Files {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}
