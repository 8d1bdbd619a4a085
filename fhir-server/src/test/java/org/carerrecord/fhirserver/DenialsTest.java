package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.OTHER_COUNCIL;

import org.carerrecord.fhirserver.audit.Attempt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom attempts concerned that came to nothing. */
@ParameterizedClass
@EnumSource(Database.class)
class DenialsTest extends EdithsCarers {

    DenialsTest(Database database) {
        super(database);
    }

    private long concerned(String type, String id, int status) {
        long before = concerned();
        record.audit.failed(Attempt.of(OTHER_COUNCIL, "read", type, id), status);
        return concerned() - before;
    }

    private long concerned() {
        return record.count(
                "select count(*) from audit_patient p join resource r on r.pk = p.patient where r.id = ?", edith);
    }

    @Test
    void aDenialTellsTheOperatorWhomItConcerned() {
        assertThat(concerned("RelatedPerson", tom, 404)).isOne();
        assertThat(concerned("Patient", edith, 403)).isOne();
        assertThat(concerned("Patient", tom, 404)).isZero();
        assertThat(concerned("Patient", edith, 429)).isZero();
    }
}
