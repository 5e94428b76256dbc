//! What commitments are about: registered objects, and events from which deadlines run.

use page::{Id, Iso, Name, Shown, Table, Words, action_link, html};

use super::link::View;

/// Every registered object.
pub(super) fn objects(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-objects-caption"))
        .column(tr.say("commitments-field-object"))
        .column(tr.say("commitments-field-kind"))
        .column(tr.say("commitments-field-area"))
        .column(tr.say("commitments-field-fence"))
        .column(tr.say("commitments-registered"));
    for (id, object) in view.all.objects() {
        table.push([
            html! { (Name(&object.title)) " " (Id(id)) },
            view.coded(object.kind.name()),
            html! { (Words { text: &object.area, lang: None }) },
            object.fence.as_ref().map_or_else(
                || tr.say("commitments-no-fence"),
                |fence| html! { code dir="ltr" { (fence.geojson()) } },
            ),
            view.mark(&object.mark),
        ]);
    }
    let content = html! {
        (table.show(tr))
        @if view.may("object-registered") {
            p.actions {
                (action_link("/commitments/objects/new", &tr.say("commitments-form-objects-new")))
            }
        }
    };
    Shown::comparing(tr.plain("commitments-objects", &[]), content)
}

/// Every recorded event.
pub(super) fn events(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-events-caption"))
        .column(tr.say("commitments-field-event"))
        .column(tr.say("commitments-happened"))
        .column(tr.say("commitments-field-note"))
        .column(tr.say("commitments-registered"));
    for (name, events) in view.all.all_events() {
        for event in events {
            table.push([
                html! { (Id(name)) },
                html! { (Iso(event.happened)) },
                html! { (Words { text: &event.note, lang: None }) },
                view.mark(&event.mark),
            ]);
        }
    }
    let content = html! {
        (table.show(tr))
        @if view.may("event-recorded") {
            p.actions {
                (action_link("/commitments/events/new", &tr.say("commitments-form-events-new")))
            }
        }
    };
    Shown::comparing(tr.plain("commitments-events", &[]), content)
}
