//! What organizers read: figures, curves, lists, the log. On both databases.

use boxoffice_app::accounts::{Principal, Role};
use boxoffice_app::both_databases;
use boxoffice_app::orders::{CancelBy, Checkout, cancel, check_in, checkout};
use boxoffice_app::reports::figures::list_type_figures;
use boxoffice_app::reports::{
    EventFigures, OrdersQuestion, RegistrationState, RegistrationsQuestion, Sight, find_event, find_overview,
    find_registrations, find_staff_order, list_activity, list_event_orders, list_figures,
    list_order_activity, sales_curve,
};
use boxoffice_app::testing::sales::{guest, guest_checkout};
use boxoffice_domain::time::Zone;

both_databases! {
    async fn figures_count_places_people_and_kept_money(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let quiet = app.standing_event(&organizer, 4, 0).await;
        let kept = app.buy(&event, 3).await;
        let returned = app.buy(&event, 2).await;
        cancel(&app, &guest(), returned.id, CancelBy::Organizer, "rain").await.expect("cancelled");
        app.hold_count(&event, 1).await.expect("held");
        let ticket = kept.lines[0].ticket.as_ref().expect("a ticket").id;
        check_in(&app, &guest(), event.event, ticket, "North").await.expect("let in");

        let figures = list_figures(&app, &[event.event, quiet.event]).await.expect("figures");
        let expected = EventFigures { capacity: 10, held: 1, sold: 3, checked_in: 1, revenue_minor: kept.total.minor };
        assert_eq!(figures[&event.event], expected);
        assert_eq!(figures[&event.event].remaining(), 7, "a held place is not sold: REST says the same");
        assert_eq!(figures[&quiet.event], EventFigures { capacity: 4, ..EventFigures::default() });
        let types = list_type_figures(&app, event.event).await.expect("figures");
        assert_eq!((types[0].sold, types[0].checked_in, types[0].revenue_minor), (3, 1, kept.total.minor));
        let curve = sales_curve(&app, event.event, &Zone::utc(), None).await.expect("a curve");
        let last = curve.points.last().expect("a point");
        assert_eq!((last.sold_so_far, last.revenue_so_far_minor), (3, kept.total.minor));
    }

    async fn the_overview_shows_only_what_the_role_may_see(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        app.buy(&event, 1).await;
        let stranger = app.organizer("Other House").await.principal;
        let seen = find_overview(&app, &organizer.principal, 10).await.expect("read");
        let progress = &seen.progress[0];
        assert_eq!((progress.events, progress.published, progress.members), (1, 1, 1));
        assert!(progress.has_ticket_types && progress.has_sold && !progress.has_imprint);
        assert!(seen.events[0].1.sold == 1 && seen.events[0].1.revenue_minor > 0);
        let clerk = with_role(&stranger, &organizer.principal, Role::BoxOffice);
        let seen = find_overview(&app, &clerk, 10).await.expect("read");
        assert_eq!((seen.progress.len(), seen.events.len(), seen.events[0].1.revenue_minor), (0, 1, 0));
        let door = with_role(&stranger, &organizer.principal, Role::Door);
        assert!(find_overview(&app, &door, 10).await.expect("read").events.is_empty());
        for (who, people, money) in [(&clerk, true, false), (&door, false, false), (&stranger, false, false)] {
            let sees = async |sight| find_event(&app, who, event.event, sight).await.expect("read").is_some();
            assert_eq!((sees(Sight::People).await, sees(Sight::Money).await), (people, money));
        }
    }

    async fn registrations_are_found_filtered_and_paged(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let first = app.buy(&event, 3).await;
        let second = app.buy(&event, 2).await;
        cancel(&app, &guest(), second.id, CancelBy::Organizer, "rain").await.expect("cancelled");
        let ticket = first.lines[0].ticket.as_ref().expect("a ticket").id;
        check_in(&app, &guest(), event.event, ticket, "North").await.expect("let in");
        let count = async |words: &str, state| {
            let question = RegistrationsQuestion { words: words.into(), state, ..RegistrationsQuestion::default() };
            find_registrations(&app, event.event, &question, 50).await.expect("read").len()
        };
        assert_eq!(count("", None).await, 5);
        assert_eq!(count(&first.number.to_lowercase(), None).await, 3);
        assert_eq!(count("ADA@example", None).await, 5);
        assert_eq!(count("%", None).await, 0, "a per cent sign is only a sign");
        assert_eq!(count("", Some(RegistrationState::Used)).await, 1);
        assert_eq!(count("", Some(RegistrationState::Valid)).await, 2);
        assert_eq!(count("", Some(RegistrationState::Void)).await, 2);
        let mut question = RegistrationsQuestion::default();
        let mut seen = Vec::new();
        loop {
            let page = find_registrations(&app, event.event, &question, 2).await.expect("read");
            let Some(last) = page.last() else { break };
            question.after = Some((last.issued_at, last.ticket_id));
            seen.extend(page.iter().map(|found| found.ticket_id));
        }
        seen.dedup();
        assert_eq!(seen.len(), 5);
    }

    async fn names_are_found_in_either_case_on_both_databases(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let event = app.standing_event(&organizer, 10, 0).await;
        for name in ["Ägidius Öztürk", "ÄGIDIUS ÖZTÜRK", "ägidius öztürk", "Agidius Ozturk", "Łucja Žák"] {
            let held = app.hold_count(&event, 1).await.expect("held");
            let wish = Checkout { name: name.into(), ..guest_checkout(held.cart) };
            checkout(&app, &guest(), wish).await.expect("ordered");
        }
        for (words, expected) in [("ägidius ö", 3), ("ÖZTÜRK", 3), ("ozturk", 1), ("łUCJA ž", 1), ("Žáq", 0)] {
            let question = RegistrationsQuestion { words: words.into(), ..RegistrationsQuestion::default() };
            // Pages smaller than what is found, so that what the database leaves open is looked at page by page.
            let found = find_registrations(&app, event.event, &question, 2).await.expect("read").len();
            assert_eq!(found, expected.min(2), "{words}");
            let all = find_registrations(&app, event.event, &question, 50).await.expect("read").len();
            assert_eq!(all, expected, "{words}");
            let question = OrdersQuestion { words: words.into(), ..OrdersQuestion::default() };
            let orders = list_event_orders(&app, event.event, &question, 50).await.expect("read").len();
            assert_eq!(orders, expected, "{words}");
        }
    }

    async fn orders_and_their_story_are_for_the_house_only(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let stranger = app.organizer("Other House").await.principal;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let bought = app.buy(&event, 1).await;
        cancel(&app, &guest(), bought.id, CancelBy::Organizer, "rain").await.expect("cancelled");
        let orders = list_event_orders(&app, event.event, &OrdersQuestion::default(), 10).await.expect("read");
        assert_eq!((orders.len(), orders[0].places, orders[0].state.as_str()), (1, 1, "cancelled"));
        let waiting = OrdersQuestion { state: Some("box_office"), ..OrdersQuestion::default() };
        assert!(list_event_orders(&app, event.event, &waiting, 10).await.expect("read").is_empty());
        assert!(find_staff_order(&app, &stranger, bought.id).await.expect("read").is_none());
        let order = find_staff_order(&app, &organizer.principal, bought.id).await.expect("read").expect("ours");
        let story = list_order_activity(&app, &order).await.expect("read");
        let actions: Vec<&str> = story.iter().map(|entry| entry.action.as_str()).collect();
        for action in ["order.placed", "payment.captured", "order.confirmed", "order.cancelled", "refund.wanted"] {
            assert!(actions.contains(&action), "{action} in {actions:?}");
        }
        assert!(story.iter().all(|entry| entry.order_number.as_ref() == Some(&bought.number)));
    }

    async fn the_log_is_read_backwards_page_by_page(app: TestApp) {
        let organizer = app.organizer("Bell Tower").await;
        let stranger = app.organizer("Other House").await.principal;
        let event = app.standing_event(&organizer, 10, 1_500).await;
        let other = app.standing_event(&organizer, 10, 1_500).await;
        app.buy(&event, 1).await;
        let ours = &organizer.principal;
        let all = list_activity(&app, ours, None, None, 100).await.expect("read");
        assert!(all.is_sorted_by(|newer, older| newer.activity_no > older.activity_no));
        let page = list_activity(&app, ours, None, Some(all[1].activity_no), 1).await.expect("read");
        assert_eq!(page[0].activity_no, all[2].activity_no);
        let of_other = list_activity(&app, ours, Some(other.event), None, 100).await.expect("read");
        assert!(!of_other.is_empty() && of_other.iter().all(|entry| entry.event_id == Some(other.event)));
        assert!(list_activity(&app, &stranger, Some(event.event), None, 100).await.expect("read").is_empty());
    }
}

/// Somebody who works for an organizer's organization.
fn with_role(who: &Principal, organizer: &Principal, role: Role) -> Principal {
    Principal { memberships: vec![(organizer.memberships[0].0, role)], ..who.clone() }
}
