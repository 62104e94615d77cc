//! Every number that bounds something, with its reason. Limits that count persons are lifted by the test
//! profile; those that protect the process never are.

/// A family and friends. Above this it is a group sale, which the box office handles.
pub const TICKETS_PER_ORDER_MAX: u32 = 20;
/// Performances whose holds one cart may gather: enough for a festival weekend, small enough for one transaction.
pub const HOLDS_PER_CART_MAX: usize = 10;
/// How long places are held for a buyer, unless the event says otherwise.
pub const HOLD_TTL_S: i64 = 600;
/// The shortest hold an organizer may choose: a person must be able to type a name.
pub const HOLD_TTL_S_MIN: i64 = 60;
/// The shortest hold in test mode, so that expiry can be watched.
pub const HOLD_TTL_S_MIN_TEST: i64 = 5;
/// The longest hold: an hour of blocked places is an organizer's `block`, not a hold.
pub const HOLD_TTL_S_MAX: i64 = 3_600;
/// "5 more minutes": what one extension gives.
pub const HOLD_EXTENSION_S: i64 = 300;
/// A hold may be extended this often, so that it still ends by itself.
pub const HOLD_EXTENSIONS_MAX: u32 = 2;
/// Most places of one performance: the largest number the REST contract accepts.
pub const CAPACITY_MAX: i64 = 1_000_000;
/// Most numbered seats of one performance: the largest seating plan that pickers must draw.
pub const SEATS_PER_PERFORMANCE_MAX: usize = 80_000;
/// Longest event title, in characters after trimming (REST contract).
pub const TITLE_CHARS_MAX: usize = 200;
/// Longest name of a person, ticket type, area or organization, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// Longest description, in characters: ten printed pages.
pub const DESCRIPTION_CHARS_MAX: usize = 20_000;
/// Longest summary, in characters: what a card shows.
pub const SUMMARY_CHARS_MAX: usize = 300;
/// Longest note (age limit, access, ticket type), in characters.
pub const NOTE_CHARS_MAX: usize = 1_000;
/// Longest web address, in characters.
pub const URL_CHARS_MAX: usize = 500;
/// Areas of one performance: more cannot be told apart in a list.
pub const AREAS_PER_PERFORMANCE_MAX: usize = 100;
/// Seats that one request may create over all performances: the longest write that others wait for.
pub const SEATS_PER_REQUEST_MAX: usize = 200_000;
/// Longest imprint, terms or privacy notice, in characters: thirty printed pages.
pub const LEGAL_CHARS_MAX: usize = 60_000;
/// Ticket types of one event: more cannot be read on a phone.
pub const TICKET_TYPES_PER_EVENT_MAX: usize = 50;
/// Performances of one event that one request may create.
pub const PERFORMANCES_PER_EVENT_MAX: usize = 200;
/// Highest single price, in minor units: a typing error above it costs more than a second look.
pub const PRICE_MINOR_MAX: i64 = 100_000_000;
/// Longest JSON body.
pub const JSON_BYTES_MAX: usize = 64 * 1024;
/// Longest form body without a file.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
/// Largest uploaded picture.
pub const UPLOAD_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Most pixels of an uploaded picture: a decoded one takes four bytes each.
pub const UPLOAD_PIXELS_MAX: u64 = 24_000_000;
/// Largest import file.
pub const IMPORT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Most rows of an import file.
pub const IMPORT_ROWS_MAX: usize = 50_000;
/// Longest search text, in characters.
pub const SEARCH_CHARS_MAX: usize = 64;
/// Largest page of a list.
pub const PAGE_LIMIT_MAX: u32 = 100;
/// Page of a list when the caller names none.
pub const PAGE_LIMIT: u32 = 50;
/// Longest idempotency key, in bytes: what clients of other payment interfaces are used to.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 255;
/// How long an answer is kept for its idempotency key: a day of retries.
pub const IDEMPOTENCY_TTL_S: i64 = 86_400;
/// A claimed key whose request never answered may be taken over after this long: longer than any request runs.
pub const IDEMPOTENCY_LEASE_S: i64 = 15;
/// A repeated request waits this long for the first one's answer before it is told to come back.
pub const IDEMPOTENCY_WAIT_MS: u64 = 5_000;
/// Longest answer that is kept for a key: twice the largest order's JSON.
pub const IDEMPOTENCY_ANSWER_BYTES_MAX: usize = 256 * 1024;
/// A request that has not answered by then is given up.
pub const REQUEST_DEADLINE_S: u64 = 10;
/// Commands waiting for the desk; one more is answered 503 at once.
pub const DESK_QUEUE_MAX: usize = 4_096;
/// Commands that one transaction of the desk carries: above this the batch's latency outgrows its gain.
pub const DESK_BATCH_MAX: usize = 512;
/// Password hashing jobs at once: each takes 19 MiB and a core.
pub const PASSWORD_HASHES_AT_ONCE: usize = 2;
/// Shortest password, in characters (row S3).
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Longest password, in bytes: hashing must not be a weapon.
pub const PASSWORD_BYTES_MAX: usize = 256;
/// Password checks that may wait for their turn; one more is asked to come back.
pub const PASSWORD_HASHES_WAITING_MAX: usize = 64;
/// A sign-in or role that was looked up counts this long before it is looked up again, on every node (row S9).
pub const PRINCIPAL_CACHE_MS: i64 = 1_000;
/// Sign-ins remembered in memory; above it the oldest are looked up again.
pub const PRINCIPALS_CACHED_MAX: usize = 50_000;
/// A session's last use is written down at most this often.
pub const SESSION_TOUCH_S: i64 = 3_600;
/// Sign-ins listed on the account page.
pub const SESSIONS_LISTED_MAX: u32 = 50;
/// Members of one organization's team: above it a person cannot see who has access.
pub const TEAM_MEMBERS_MAX: usize = 200;
/// Organizations that one account may own.
pub const ORGANIZATIONS_PER_ACCOUNT_MAX: usize = 20;
/// A new signing key signs only after every node has had time to learn it.
pub const KEY_SETTLE_S: i64 = 180;
/// Sessions end after two weeks without use.
pub const SESSION_TTL_S: i64 = 14 * 86_400;
/// API tokens live an hour: a stolen one is short-lived.
pub const JWT_TTL_S: i64 = 3_600;
/// A confirmation link works for three days: mail is slow, people slower.
pub const CONFIRM_TTL_S: i64 = 3 * 86_400;
/// A password link works for an hour.
pub const RESET_TTL_S: i64 = 3_600;
/// A ticket's download link works for an hour (row S40).
pub const FILE_LINK_TTL_S: i64 = 3_600;
/// A stored ticket file is removed after a week and made again on demand (row S41).
pub const TICKET_FILE_TTL_S: i64 = 7 * 86_400;
/// Sign-in tries per account and ten minutes.
pub const LOGINS_PER_ACCOUNT: u32 = 10;
/// Sign-in tries per client address and ten minutes.
pub const LOGINS_PER_ADDRESS: u32 = 100;
/// Reset mails per account or address and hour.
pub const RESETS_PER_HOUR: u32 = 3;
/// Link mails asked for from one client address in an hour: a household that forgets, not a flood.
pub const RESETS_PER_ADDRESS_AND_HOUR: u32 = 20;
/// Accounts made from one client address in an hour: a class room, not a farm.
pub const REGISTRATIONS_PER_HOUR: u32 = 20;
/// Holds per session or address and minute.
pub const HOLDS_PER_MINUTE: u32 = 30;
/// Tries of secret links that do not exist, per address and minute.
pub const SECRET_MISSES_PER_MINUTE: u32 = 20;
/// Scans per device and second.
pub const SCANS_PER_S: u32 = 20;
/// Other requests per address and second, with a burst of three times that.
pub const REQUESTS_PER_S: u32 = 50;
/// How many seconds' worth of requests may come at once: a page with all its parts.
pub const REQUEST_BURST: u32 = 3;
/// Tries of a job before it is put aside for a person to look at.
pub const JOB_ATTEMPTS_MAX: i64 = 12;
/// A card-free order waits this long for the box office, unless the event starts earlier.
pub const BOX_OFFICE_DEADLINE_S: i64 = 7 * 86_400;
/// Most days that an organizer may wait for a bank transfer: places that nobody pays are places that nobody gets.
pub const TRANSFER_DAYS_MAX: i64 = 30;
/// Days that a buyer has for a bank transfer unless the organizer says otherwise: banks take one, weekends two more.
pub const TRANSFER_DAYS: i64 = 7;
/// Longest time before a performance at which bank transfer closes.
pub const TRANSFER_CLOSES_BEFORE_S_MAX: i64 = 60 * 86_400;
/// Largest bank statement: a busy account's quarter as XML.
pub const STATEMENT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most entries of a bank statement.
pub const STATEMENT_ENTRIES_MAX: usize = 5_000;
/// Entries of a statement that one transaction takes: enough to be fast, few enough that sales in between wait only a
/// moment.
pub const STATEMENT_ENTRIES_PER_DEED: usize = 100;
/// A statement that was brought in and never taken is forgotten after a week: it names people.
pub const STATEMENT_TTL_S: i64 = 7 * 86_400;
/// Rows of a spreadsheet that is made in memory; longer lists are CSV, which costs none.
pub const SHEET_ROWS_MAX: usize = 50_000;
/// Open pages that listen for changes at once: each is a connection and a few kilobytes.
pub const LIVE_CONNECTIONS_MAX: usize = 10_000;
/// Event pages kept ready, over all languages: each takes some 30 kilobytes, plain and packed.
pub const EVENT_PAGES_MAX: usize = 1_000;
/// Fees of an organization or event: more cannot be explained on a receipt.
pub const FEE_RULES_MAX: usize = 6;
/// Countries whose taxes an organization may set: all of the EU and a tour beyond.
pub const TAX_RULES_MAX: usize = 60;
/// Longest tax number, in characters: those of the EU have at most 14.
pub const VAT_ID_CHARS_MAX: usize = 30;
/// Shortest code, in characters: a shorter one is found by trying.
pub const CODE_CHARS_MIN: usize = 3;
/// Longest code, in characters: what people type from a poster.
pub const CODE_CHARS_MAX: usize = 40;
/// Codes of one event.
pub const CODES_PER_EVENT_MAX: usize = 5_000;
/// Codes made by one request.
pub const CODES_PER_REQUEST_MAX: u32 = 500;
/// Codes tried from one client address in ten minutes: a person who mistypes, not one who tries them all.
pub const CODE_TRIES: u32 = 30;
