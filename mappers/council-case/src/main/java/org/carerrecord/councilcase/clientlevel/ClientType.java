package org.carerrecord.councilcase.clientlevel;

import java.util.Arrays;
import java.util.Optional;
import org.carerrecord.councilcase.row.Field;

/** Client_Type of Client Level Data, release 2. */
public enum ClientType {
    SERVICE_USER("Service user"),
    CARER("Unpaid carer"),
    /** Known only since somebody else is a client: the row says who they are and for whom they care, and has no event. */
    CARER_BY_ASSOCIATION("Unpaid carer known by association");

    private final String value;

    ClientType(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    public boolean isCarer() {
        return this != SERVICE_USER;
    }

    /** The type by the words of either release. */
    public static Optional<ClientType> of(String said) {
        return ValueLists.value(Field.CLIENT_TYPE, said).flatMap(value -> Arrays.stream(values())
                .filter(type -> type.value.equals(value))
                .findFirst());
    }
}
