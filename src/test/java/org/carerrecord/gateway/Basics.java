package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.IdType;

/**
 * Resources of which nothing is asked but a text, with an identifier that no other test has.
 *
 * @param tester who may write anything
 */
record Basics(User tester, String mark) {

    Basics(User tester) {
        this(tester, People.uuid());
    }

    /** @param id may be empty */
    String json(String id, String text) {
        return "{\"resourceType\":\"Basic\"," + (id.isEmpty() ? "" : "\"id\":\"" + id + "\",")
                + "\"identifier\":[{\"system\":\"urn:test\",\"value\":\"" + mark + "\"}],\"code\":{\"text\":\"" + text
                + "\"}}";
    }

    /** The condition that finds them all. */
    String condition() {
        return "identifier=urn:test%7C" + mark;
    }

    /** The path of a new one. */
    String create(String text) {
        return path(tester.fhir("POST", "/fhir/Basic", json("", text)));
    }

    static String path(Answer created) {
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return "/fhir/"
                + new IdType(created.header("Location"))
                        .toUnqualifiedVersionless()
                        .getValue();
    }

    String text(String path) {
        return tester.get(path).resource(Basic.class).getCode().getText();
    }
}
