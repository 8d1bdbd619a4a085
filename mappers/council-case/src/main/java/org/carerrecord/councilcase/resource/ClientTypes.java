package org.carerrecord.councilcase.resource;

import java.util.Optional;
import org.carerrecord.councilcase.clientlevel.ClientType;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;

/** As whom a row tells of its person. */
final class ClientTypes {

    private ClientTypes() {}

    static Optional<ClientType> of(Row row) {
        return row.text(Field.CLIENT_TYPE).flatMap(ClientType::of);
    }

    static boolean isCarer(Row row) {
        return of(row).filter(ClientType::isCarer).isPresent();
    }

    static boolean isByAssociation(Row row) {
        return of(row).filter(type -> type == ClientType.CARER_BY_ASSOCIATION).isPresent();
    }
}
