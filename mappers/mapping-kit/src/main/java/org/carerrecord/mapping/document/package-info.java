@NullMarked
package org.carerrecord.mapping.document;

import org.jspecify.annotations.NullMarked;
