/** FHIR from hospitals: Transfer of Care documents, and notices of assessment and discharge to councils. */
@NullMarked
package org.carerrecord.hospitaldischarge.document;

import org.jspecify.annotations.NullMarked;
