//! The ledger: a purchase is few rows, and nobody can change one.

use boxoffice_app::both_databases;
use boxoffice_app::store::Dialect;

both_databases! {
    async fn a_purchase_is_one_posting_and_a_free_one_none(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let free = app.standing_event(&organizer, 5, 0).await;
        app.buy(&free, 2).await;
        assert_eq!(app.store.count("select count(*) from ledger").await.expect("counted"), 0);
        let paid = app.standing_event(&organizer, 5, 1_500).await;
        app.buy(&paid, 3).await;
        assert_eq!(app.store.count("select count(*) from ledger").await.expect("counted"), 2);
        let taken = "select cast(sum(amount_minor) as bigint) from ledger where account = 'gateway'";
        assert_eq!(app.store.count(taken).await.expect("counted"), 4_500);
    }

    async fn both_databases_refuse_to_change_the_ledger(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let paid = app.standing_event(&organizer, 5, 1_500).await;
        app.buy(&paid, 1).await;
        for change in ["update ledger set amount_minor = 1", "delete from ledger", "delete from ledger where at < 0 or at > 0"] {
            let refused = app.store.run(change).await.expect_err("the ledger cannot be changed");
            assert!(refused.to_string().contains("ledger cannot be changed"), "{refused}");
        }
        if app.store.dialect() == Dialect::Postgres {
            app.store.run("truncate ledger").await.expect_err("the ledger cannot be emptied");
            let rights = "select count(*) from information_schema.role_table_grants
                           where table_name = 'ledger' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')";
            assert_eq!(app.store.count(rights).await.expect("counted"), 0, "nobody has the right to change it");
        }
    }
}
